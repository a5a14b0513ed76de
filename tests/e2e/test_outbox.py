"""The outbox alone, without a server: what a person rewords while an entry is on its way stays."""

from playwright.sync_api import Browser

from dev.folders import ROOT

SCRIPT = (ROOT / "static" / "js" / "live_outbox.js").read_text(encoding="utf-8")
HERE = "http://live.test/"
# The first answer is bad and comes after the person has reworded or dropped the entry; the second is good.
SENT = """async ([status, isDropped]) => {
    const sent = [];
    let answer;
    window.fetch = async (_url, { body }) => {
        sent.push(JSON.parse(body).entries.map(entry => entry.text));
        if (sent.length === 1) return new Promise(done => answer = () => done(new Response("{}", { status })));
        const answers = JSON.parse(body).entries.map(entry => ({ key: entry.key, code: "KN2026-001" }));
        return new Response(JSON.stringify({ answers }));
    };
    const outbox = window.live.startOutbox(
        { person: "1", conference: "1", url: "/", changed() {}, arrived() {}, heard() {} }
    );
    outbox.put({ key: "k", text: "typed", revision: 0 });
    const first = outbox.run();
    while (!answer) await new Promise(done => setTimeout(done, 1));
    if (isDropped) outbox.drop("k");
    else outbox.put({ ...outbox.find("k"), text: "reworded", revision: 1 });
    answer();
    await first;
    if (outbox.all().length) await outbox.run();
    return [sent, outbox.all().length];
}"""


def test_a_bad_answer_to_old_words_leaves_the_new_ones(chromium: Browser):
    page = chromium.new_page()
    page.route(HERE, lambda route: route.fulfill(content_type="text/html", body="<p data-live></p>"))
    page.goto(HERE)
    page.add_script_tag(content=SCRIPT)
    for status in (400, 500):
        assert page.evaluate(SENT, [status, False]) == [[["typed"], ["reworded"]], 0]
        assert page.evaluate(SENT, [status, True]) == [[["typed"]], 0]
    page.close()
