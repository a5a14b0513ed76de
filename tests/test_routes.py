"""Who gets what on every route: the table below is complete, or a test fails.

Columns: anonymous, office, leadership, observer, head and officer of unit A (whose work it is), head of unit B (foreign),
administrator, somebody without a role. `ok`: a page or a redirect after work done; `login`: sent to sign in; a number: refused so.
POSTs are sent empty (or with what the row says), so `ok` may be the form again with its errors: the door was open.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pypdf import PdfWriter

from assignments.actions import Change, change_state, create_assignment
from assignments.actions_extensions import ask_extension
from assignments.actions_updates import Proof, add_update
from assignments.carry_over import carry_over
from assignments.models import BulkRun, CalendarLink, Evidence, ReminderRule, TransferList
from conferences.models import Conference, SourceText
from notices.archiving import archive
from notices.models import Issuance, Notice, NumberSeries, Original, Rendering, Report
from notices.preparation import document_of
from notices.snapshot import to_data
from notifications.actions import queue_mail
from notifications.kinds import Kind
from notifications.messages import Message
from notifications.models import Notification
from notifications.unsubscribing import unsubscribe_url
from recommendations import actions
from recommendations.actions_submissions import change, write
from recommendations.models import Import, RaisedAgain
from tests.conftest import SINCE
from units.models import Membership, Reorganisation

ROLES = (
    "anonymous",
    "office",
    "leader",
    "observer",
    "head_a",
    "officer_a",
    "head_b",
    "administrator",
    "stranger",
)

TABLE = """
GET  home                                login ok ok ok ok ok ok ok ok
GET  accounts:sign_in                    ok ok ok ok ok ok ok ok ok
POST accounts:sign_in                    ok ok ok ok ok ok ok ok ok
POST accounts:sign_out                   login login login login login login login login login
GET  accounts:my_account                 login ok ok ok ok ok ok ok ok
POST accounts:my_account                 login ok ok ok ok ok ok ok ok
GET  accounts:change_password            login ok ok ok ok ok ok ok ok
POST accounts:change_password            login ok ok ok ok ok ok ok ok
POST set_language                        ok ok ok ok ok ok ok ok ok
GET  healthz                             ok ok ok ok ok ok ok ok ok
GET  readyz                              ok ok ok ok ok ok ok ok ok
GET  units:list                          login ok ok ok ok ok ok ok ok
GET  units:export                        login ok ok ok ok ok ok ok ok
GET  units:detail                        login ok ok ok ok ok ok ok ok
GET  units:roles                         login ok 403 403 ok 403 403 ok 403
POST units:roles                         login ok 403 403 ok 403 403 ok 403
GET  units:role_end                      login ok 403 403 403 403 403 ok 403
POST units:role_end                      login ok 403 403 403 403 403 ok 403
GET  assignments:reorganisations         login ok 403 403 403 403 403 ok 403
GET  assignments:reorganisation          login ok 403 403 403 403 403 ok 403
POST assignments:reorganisation_call_off  login 403 403 403 403 403 403 ok 403
GET  assignments:reorganise              login 403 403 403 403 403 403 ok 403
POST assignments:reorganise              login 403 403 403 403 403 403 ok 403
GET  assignments:transfer                login ok ok ok 403 403 403 403 403
POST assignments:transfer                login ok 403 403 403 403 403 403 403
POST assignments:transfer_take_back      login ok 403 403 403 403 403 403 403
POST assignments:transfer_apply          login ok 403 403 403 403 403 403 403
GET  assignments:transfer_print          login ok ok ok 403 403 403 403 403
GET  assignments:orphans                 login ok 403 403 403 403 403 ok 403
POST assignments:orphan_transfer         login ok 403 403 403 403 403 403 403
GET  notifications:list                  login ok ok ok ok ok ok ok ok
POST notifications:read_all              login ok ok ok ok ok ok ok ok
POST notifications:open                  login 404 404 404 ok 404 404 404 404
POST notifications:mark                  login 404 404 404 ok 404 404 404 404
GET  notifications:settings              login ok ok ok ok ok ok ok ok
POST notifications:settings              login ok ok ok ok ok ok ok ok
GET  notifications:unsubscribe           ok ok ok ok ok ok ok ok ok
POST notifications:unsubscribe           ok ok ok ok ok ok ok ok ok
GET  conferences:list                    login ok ok ok ok ok ok ok ok
GET  conferences:create                  login ok 403 403 403 403 403 403 403
POST conferences:create                  login ok 403 403 403 403 403 403 403
GET  conferences:detail                  login ok ok ok ok ok 404 404 404
GET  conferences:update                  login ok 403 403 403 403 404 404 404
POST conferences:update                  login ok 403 403 403 403 404 404 404
GET  conferences:attendance              login ok 403 403 403 403 404 404 404
POST conferences:attendance              login ok 403 403 403 403 404 404 404
GET  conferences:history                 login ok ok ok 403 403 404 404 404
GET  conferences:tasks                   login ok ok ok ok ok 404 404 404
GET  conferences:task_create             login ok 403 403 403 403 404 404 404
POST conferences:task_create             login ok 403 403 403 403 404 404 404
GET  conferences:review                  login ok ok ok 403 403 404 404 404
GET  conferences:read_conclusion         login ok 403 403 403 403 404 404 404
POST conferences:read_conclusion         login ok 403 403 403 403 404 404 404
GET  conferences:summary                 login ok 403 403 403 403 404 404 404
POST conferences:summary                 login ok 403 403 403 403 404 404 404
GET  conferences:source_file             login ok ok ok 403 403 404 404 404
GET  conferences:compare                 login ok 403 403 403 403 404 404 404
POST conferences:compare                 login 409 403 403 403 403 404 404 404
GET  conferences:convert                 login ok 403 403 403 403 404 404 404
POST conferences:convert                 login ok 403 403 403 403 404 404 404
POST conferences:drop_text               login ok 403 403 403 403 404 404 404
GET  conferences:task_update             login ok 403 403 404 404 404 404 404
POST conferences:task_update             login ok 403 403 404 404 404 404 404
POST conferences:task_split              login ok 403 403 404 404 404 404 404
POST conferences:task_dismiss            login ok 403 403 404 404 404 404 404
POST conferences:task_restore            login ok 403 403 404 404 404 404 404
GET  conferences:task_unit               login ok 403 403 404 404 404 404 404
POST conferences:task_unit               login ok 403 403 404 404 404 404 404
GET  conferences:task_due                login ok 403 403 404 404 404 404 404
POST conferences:task_due                login ok 403 403 404 404 404 404 404
GET  conferences:task_cut                login ok 403 403 404 404 404 404 404
POST conferences:task_cut                login ok 403 403 404 404 404 404 404
POST conferences:task_join               login ok 403 403 404 404 404 404 404
POST conferences:task_move               login ok 403 403 404 404 404 404 404
POST conferences:task_make               login ok 403 403 403 403 404 404 404
POST conferences:review_undo             login ok 403 403 403 403 404 404 404
GET  assignments:dashboard               login ok ok ok 403 403 403 403 403
GET  assignments:my_unit                 login 403 403 403 ok ok ok 403 403
POST assignments:accept_new              login 403 403 403 ok 403 ok 403 403
POST assignments:accept_tasks            login ok 403 403 403 403 404 404 404
GET  assignments:list                    login ok ok ok ok ok ok ok ok
GET  assignments:correct_task            login ok 403 403 403 403 404 404 404
POST assignments:correct_task            login ok 403 403 403 403 404 404 404
GET  assignments:export                  login ok ok ok ok ok ok ok ok
GET  assignments:bulk                    login ok 403 403 403 403 403 403 403
POST assignments:bulk                    login ok 403 403 403 403 403 403 403
GET  assignments:bulk_result             login ok 404 404 404 404 404 404 404
GET  assignments:carry_over              login ok ok ok ok ok 404 404 404
GET  assignments:carry_over_chosen       login ok 403 403 403 403 404 404 404
POST assignments:carry_over_chosen       login ok 403 403 403 403 404 404 404
GET  assignments:carry_over_undo         login ok 403 403 403 403 404 404 404
POST assignments:carry_over_undo         login ok 403 403 403 403 404 404 404
GET  assignments:detail                  login ok ok ok ok ok 404 404 404
GET  assignments:update                  login 403 403 403 ok ok 404 404 404
POST assignments:update                  login 403 403 403 ok 403 404 404 404
GET  assignments:report                  login 403 403 403 ok 403 404 404 404
POST assignments:report                  login 403 403 403 ok 403 404 404 404
GET  assignments:result                  login 403 403 403 ok ok 404 404 404
POST assignments:result                  login 403 403 403 ok 403 404 404 404
GET  assignments:extension_ask           login 403 403 403 ok 403 404 404 404
POST assignments:extension_ask           login 403 403 403 ok 403 404 404 404
GET  assignments:extensions              login ok ok ok ok ok ok 403 403
GET  assignments:extension_decide        login ok ok ok ok ok 404 404 404
POST assignments:extension_decide        login 403 ok 403 403 403 404 404 404
POST assignments:extension_withdraw      login 403 403 403 ok 403 404 404 404
GET  assignments:deadline                login ok 403 403 403 403 404 404 404
POST assignments:deadline                login ok 403 403 403 403 404 404 404
GET  assignments:change                  login 403 403 403 ok 403 404 404 404
POST assignments:change                  login 403 403 403 ok 403 404 404 404
GET  assignments:evidence                login ok ok ok ok ok 404 404 404
GET  assignments:evidence_view           login ok ok ok ok ok 404 404 404
GET  assignments:evidence_inline         login ok ok ok ok ok 404 404 404
GET  assignments:evidence_add            login 403 403 403 403 403 404 404 404
POST assignments:evidence_add            login 403 403 403 403 403 404 404 404
POST assignments:evidence_remove         login 403 403 403 ok 403 404 404 404
GET  assignments:reminders               login ok 403 403 403 403 403 403 403
GET  assignments:feeds                   login ok ok ok ok ok ok ok ok
POST assignments:feeds                   login ok ok ok ok ok ok ok ok
POST assignments:feed_renew              login 404 404 404 ok 404 404 404 404
POST assignments:feed_remove             login 404 404 404 ok 404 404 404 404
GET  assignments:feed                    ok ok ok ok ok ok ok ok ok
GET  assignments:reminders_stop          login 404 403 403 403 403 403 403 403
POST assignments:reminders_stop          login 404 403 403 403 403 403 403 403
POST assignments:reminders_lift          login 404 403 403 403 403 403 403 403
POST assignments:reminders_run           login ok 403 403 403 403 403 403 403
POST assignments:reminders_retry         login ok 403 403 403 403 403 403 403
POST assignments:reminders_retry_all     login ok 403 403 403 403 403 403 403
GET  assignments:calendar                login ok ok ok ok ok ok ok ok
GET  assignments:calendar_export         login ok ok ok ok ok ok ok ok
GET  assignments:calendar_count          login ok ok ok ok ok ok ok ok
GET  assignments:calendar_import         login 403 403 403 403 403 403 ok 403
POST assignments:calendar_import         login 403 403 403 403 403 403 ok 403
GET  assignments:calendar_day            login 403 403 403 403 403 403 ok 403
POST assignments:calendar_day            login 403 403 403 403 403 403 ok 403
GET  assignments:rules                   login ok 403 403 403 403 403 ok 403
GET  assignments:rule_create             login 403 403 403 403 403 403 ok 403
POST assignments:rule_create             login 403 403 403 403 403 403 ok 403
GET  assignments:rule_update             login 403 403 403 403 403 403 ok 403
POST assignments:rule_update             login 403 403 403 403 403 403 ok 403
POST assignments:rule_remove             login 403 403 403 403 403 403 ok 403
GET  recommendations:list                login ok ok ok ok ok ok ok ok
GET  recommendations:export              login ok ok ok ok ok ok ok ok
GET  recommendations:imports             login ok 403 403 403 403 403 403 403
GET  recommendations:import_new          login ok 403 403 403 403 403 403 403
POST recommendations:import_new          login ok 403 403 403 403 403 403 403
GET  recommendations:import_template     login ok 403 403 403 403 403 403 403
GET  recommendations:import_detail       login ok 404 404 404 404 404 404 404
POST recommendations:import_apply        login ok 404 404 404 404 404 404 404
POST recommendations:import_check        login ok 404 404 404 404 404 404 404
POST recommendations:import_cancel       login ok 404 404 404 404 404 404 404
GET  recommendations:import_file         login ok 404 404 404 404 404 404 404
GET  recommendations:import_faults       login ok 404 404 404 404 404 404 404
GET  recommendations:create              login ok 403 403 403 403 403 403 403
GET  recommendations:live                login ok 403 403 403 403 403 403 403
POST recommendations:live                login ok 403 403 403 403 403 403 403
GET  recommendations:live_worker         login ok ok ok ok ok ok ok ok
GET  recommendations:live_board          login ok 403 403 403 403 403 403 403
POST recommendations:live_draft          login 400 403 403 403 403 403 403 403
POST recommendations:live_entries        login 400 403 403 403 403 403 403 403
POST recommendations:live_move           login 400 403 403 403 403 403 403 403
POST recommendations:live_withdraw       login 400 403 403 403 403 403 403 403
GET  recommendations:assign_many         login ok 403 403 403 403 403 403 403
POST recommendations:assign_many         login ok 403 403 403 403 403 403 403
GET  recommendations:similar             login ok ok ok ok ok ok ok ok
POST recommendations:similar             login ok ok ok ok ok ok ok ok
GET  recommendations:similar_to          login ok ok ok ok ok 404 404 404
POST recommendations:similar_to          login ok 403 403 403 403 404 404 404
GET  recommendations:similar_groups      login ok 403 403 403 403 404 404 404
POST recommendations:similar_groups      login ok 403 403 403 403 404 404 404
POST recommendations:repeats_undo        login ok 404 404 404 404 404 404 404
GET  recommendations:detail              login ok ok ok ok ok 404 404 404
GET  recommendations:update              login ok 403 403 403 403 404 404 404
POST recommendations:update              login ok 403 403 403 403 404 404 404
GET  recommendations:answer              login ok 403 403 403 403 404 404 404
POST recommendations:answer              login ok 403 403 403 403 404 404 404
POST recommendations:assign              login ok 403 403 403 403 404 404 404
GET  submissions:mine                    login 403 403 403 ok ok ok 403 403
GET  submissions:create                  login 403 403 403 ok ok ok 403 403
POST submissions:create                  login 403 403 403 404 404 404 403 403
POST submissions:send_many               login 403 403 403 404 404 404 403 403
POST submissions:ready                   login 403 403 403 404 404 404 403 403
GET  submissions:detail                  login ok ok ok ok ok 404 404 404
GET  submissions:update                  login 403 403 403 ok ok 404 404 404
POST submissions:update                  login 403 403 403 ok ok 404 404 404
POST submissions:move                    login 403 403 403 ok ok 404 404 404
POST submissions:change                  login 403 403 403 ok 403 404 404 404
GET  submissions:take                    login ok 403 403 403 403 404 404 404
POST submissions:take                    login ok 403 403 403 403 404 404 404
GET  submissions:of_conference           login ok ok ok 403 403 404 404 404
POST submissions:take_many               login ok 403 403 403 403 404 404 404
POST submissions:remind                  login ok 403 403 403 403 404 404 404
GET  submissions:waiting                 login ok 403 403 403 403 404 404 404
GET  notices:of_conference               login ok ok ok ok ok ok 404 404
POST notices:prepare                     login ok 403 403 404 404 404 404 404
GET  notices:list                        login ok ok ok ok ok ok ok ok
GET  notices:register                    login ok ok ok 403 403 403 403 403
GET  notices:word                        login ok ok ok 404 404 404 404 404
GET  notices:detail                      login ok ok ok 404 404 404 404 404
GET  notices:update                      login ok 403 403 404 404 404 404 404
POST notices:update                      login ok 403 403 404 404 404 404 404
POST notices:comment                     login ok ok 403 404 404 404 404 404
POST notices:change                      login ok 403 403 404 404 404 404 404
POST notices:render                      login ok 403 403 404 404 404 404 404
GET  notices:rendering                   login ok ok ok 404 404 404 404 404
POST notices:cancel                      login ok 403 403 404 404 404 404 404
GET  notices:download                    login ok ok ok 404 404 404 404 404
GET  notices:preview                     login ok ok ok 404 404 404 404 404
POST notices:correct                     login ok 403 403 403 403 403 404 404
POST notices:replace                     login ok 403 403 403 403 403 404 404
POST notices:signed                      login ok 403 403 403 403 403 404 404
POST notices:sign                        login 403 403 403 403 403 403 404 404
GET  notices:original                    login ok ok ok ok ok ok 404 404
GET  notices:original_view               login ok ok ok ok ok ok 404 404
GET  notices:reports                     login ok ok ok 403 403 404 404 404
POST notices:make_report                 login 404 404 404 403 403 404 404 404
GET  notices:report                      login ok 404 404 404 404 404 404 404
POST notices:cancel_report               login ok 404 404 404 404 404 404 404
GET  notices:download_report             login ok 404 404 404 404 404 404 404
GET  notices:verify_form                 ok ok ok ok ok ok ok ok ok
GET  notices:verify                      ok ok ok ok ok ok ok ok ok
"""


@dataclass(frozen=True)
class Row:
    method: str
    name: str
    wanted: dict[str, str]


def rows() -> list[Row]:
    found = []
    for line in TABLE.strip().splitlines():
        method, name, *codes = line.split()
        assert len(codes) == len(ROLES), line
        found.append(Row(method, name, dict(zip(ROLES, codes, strict=True))))
    return found


def route_names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            found.add(f"{namespace}{pattern.name}")
        elif pattern.namespace != "admin":  # Django's own site, guarded by `is_staff`
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= route_names(pattern.url_patterns, inner)
    return found


def test_every_route_is_in_the_table():
    # The gallery and the mailbox exist only in development, where everybody may open them.
    development = {"components", "mailbox", "mail", "mail_html"}
    assert route_names(get_resolver().url_patterns) - development == {row.name for row in rows()}


@pytest.fixture
def cast(office, leader, observer, head_a, officer_a, head_b, administrator, stranger):
    return {
        "office": office, "leader": leader, "observer": observer, "head_a": head_a, "officer_a": officer_a,
        "head_b": head_b, "administrator": administrator, "stranger": stranger,
    }  # fmt: skip


@pytest.fixture
def arguments(cast, conference, unit_a, unit_b, task, assignment, client_of):
    """One object of each kind; all the work is unit A's, and unit B was not even at the conference."""
    conference.attendances.filter(unit=unit_b).delete()
    change_state(assignment, "accept", by=cast["head_a"], change=Change())
    update = add_update(
        assignment, text="Đã xong bước một.", percent=40, next_step="", by=cast["head_a"],
        proof=Proof(document="12/HC, 05/3/2026"),
    )  # fmt: skip
    evidence = Evidence.objects.get(update=update)
    evidence.file.save("minh-chung.pdf", ContentFile(b"%PDF-1.7\n%%EOF\n"))
    extension = ask_extension(
        assignment, wanted_on=assignment.due_on + timedelta(days=9), reason="Chờ ý kiến.", by=cast["head_a"]
    )
    extendable = create_assignment(
        conference=conference, title="Rà soát", unit=unit_a, due_on=assignment.due_on, by=cast["office"]
    )
    recommendation = make_recommendation(conference, unit_a, cast["office"])
    notice = Notice.objects.create(
        conference=conference, title="Kết luận", opening="Mở đầu.", closing="Thông báo để biết, thực hiện",
        signer_title="CHÁNH VĂN PHÒNG", recipients="Lãnh đạo Bộ", created_by=cast["office"],
    )  # fmt: skip
    rendering = Rendering(notice=notice, state="done", sha256="0" * 64, requested_by=cast["office"])
    rendering.file.save("thong-bao.pdf", ContentFile(b"%PDF-1.7\n"), save=False)
    rendering.save()
    issued = make_issued(notice, cast["office"])
    inbox = Notification.objects.create(user=cast["head_a"], subject="Việc mới", path="/my-unit/")
    mail = queue_mail(cast["head_a"], Message("Nhắc việc", "Nội dung"), kind=Kind.REMINDER, identity="1")
    proposal = conference.conclusion.tasks.create(
        position=2, number="2", text="Văn phòng Bộ rà soát quy chế."
    )
    act = Reorganisation.objects.create(kind="rename", effective_on=SINCE, created_by=cast["administrator"])
    transfer = TransferList.objects.create(reorganisation=act, effective_on=SINCE)
    again = make_recommendation(conference, unit_a, cast["office"])
    repeated = RaisedAgain.objects.create(recommendation=again, earlier=recommendation, by=cast["office"])
    later = Conference.objects.get(pk=conference.pk)
    later.pk, later.held_on, later._state.adding = None, timezone.localdate() + timedelta(days=9), True
    later.submissions_until = timezone.localdate()
    later.save()
    submission = make_sent(later, unit_a, cast["head_a"])
    carry_over(assignment, to=later, reason="Chưa xong", by=cast["office"])
    pk = {
        "assignments:correct_task": task,
        "recommendations:similar_to": recommendation,
        "recommendations:repeats_undo": repeated,
        "assignments:carry_over_undo": assignment.carry_overs.get(),
        "assignments:bulk_result": BulkRun.objects.create(act="remind", by=cast["office"], lines=[]),
        "units:roles": unit_a, "units:role_end": Membership.objects.get(user=cast["officer_a"]),
        "assignments:reorganisation": act, "assignments:reorganisation_call_off": act, "assignments:transfer": transfer, "assignments:transfer_apply": transfer,
        "assignments:transfer_take_back": transfer, "assignments:transfer_print": transfer,
        "units:detail": unit_a, "notifications:open": inbox, "notifications:mark": inbox, "conferences:task_update": proposal,
        "conferences:task_split": proposal, "conferences:task_dismiss": proposal, "conferences:task_restore": proposal,
        **dict.fromkeys((f"conferences:task_{name}" for name in ("unit", "due", "cut", "join", "move")), proposal),
        "assignments:detail": assignment, "assignments:update": assignment, "assignments:deadline": assignment,
        "assignments:evidence": evidence, "assignments:evidence_view": evidence, "assignments:evidence_inline": evidence,
        "assignments:evidence_remove": evidence, "assignments:evidence_add": assignment, "assignments:result": assignment,
        "assignments:report": assignment,
        "assignments:extension_ask": extendable, "assignments:extension_decide": extension,
        "assignments:extension_withdraw": extension, "assignments:reminders_retry": mail, "recommendations:detail": recommendation,
        "recommendations:update": recommendation, "recommendations:answer": recommendation,
        "recommendations:assign": recommendation, "notices:rendering": rendering, "notices:download": rendering,
        "notices:preview": rendering, "notices:cancel": rendering, "notices:detail": notice, "notices:update": notice,
        "notices:render": notice, "notices:word": notice, "notices:comment": notice, "notices:correct": issued,
        "notices:replace": issued, "notices:sign": issued, "notices:signed": issued,
    }  # fmt: skip
    report = Report(
        conference=conference, kind="sheet", state="done", sha256="0", requested_by=cast["office"]
    )
    report.file.save("phieu.pdf", ContentFile(b"%PDF-1.7\n"), save=False)
    report.save()
    kwargs = {name: {"pk": thing.pk} for name, thing in pk.items()}
    source = {"conference": conference, "text": "Kết luận.", "brought_by": cast["office"]}
    taken = SourceText.objects.create(**source, taken_at=timezone.now(), version=1)
    kwargs["conferences:source_file"] = {"pk": conference.pk, "source": taken.pk}
    waiting = SourceText.objects.create(**source)
    for name in ("compare", "convert", "drop_text"):
        kwargs[f"conferences:{name}"] = {"pk": conference.pk, "source": waiting.pk}
    for name in ("report", "cancel_report", "download_report"):
        kwargs[f"notices:{name}"] = {"pk": report.pk}
    for name in ("detail", "update", "move", "take"):
        kwargs[f"submissions:{name}"] = {"pk": submission.pk}
    kwargs["submissions:change"] = {"pk": submission.pk, "verb": "withdraw"}
    kwargs["submissions:remind"] = {"pk": later.pk}
    workbook = make_import(conference, cast["office"])
    for verb in ("detail", "apply", "check", "cancel", "file", "faults"):
        kwargs[f"recommendations:import_{verb}"] = {"pk": workbook.pk}
    kwargs["recommendations:import_template"] = {"kind": "recommendations"}
    kwargs["notices:change"] = {"pk": notice.pk, "verb": "submit"}
    kwargs["notices:original"] = {"pk": issued.pk, "sha256": issued.originals.get().sha256}
    kwargs["notices:original_view"] = kwargs["notices:original"]
    kwargs["notices:verify"] = {"code": issued.code}
    kwargs["assignments:bulk"] = {"act": "deadline"}
    link = unsubscribe_url(cast["head_a"], Kind.REMINDER)
    calendar = CalendarLink.objects.create(user=cast["head_a"])
    kwargs |= {f"assignments:feed_{verb}": {"pk": calendar.pk} for verb in ("renew", "remove")}
    kwargs["assignments:feed"] = {"pk": calendar.pk, "secret": calendar.secret}
    kwargs["notifications:unsubscribe"] = {"token": link.split("/")[-2]}
    kwargs["assignments:change"] = {"pk": assignment.pk, "verb": "escalate"}
    kwargs["assignments:reorganise"] = {"kind": "rename"}
    kwargs["assignments:accept_tasks"] = {"conference_pk": conference.pk}
    kwargs["recommendations:similar_groups"] = {"conference_pk": conference.pk}
    kwargs["assignments:calendar_day"] = {"day": "2026-11-24"}
    rule = ReminderRule.objects.first()
    kwargs["assignments:rule_update"] = kwargs["assignments:rule_remove"] = {"pk": rule.pk}
    return kwargs, conference.pk


def make_issued(draft, office):
    """Of the same conference, in the Party's form, so that the draft does not stand in its way."""
    content = to_data(document_of(draft))
    issued = Notice.objects.create(
        conference=draft.conference, form="party", title="Kết luận", opening="Mở đầu.", closing="Thực hiện",
        signer_title="Bí thư", recipients="Đảng ủy", created_by=office, state="issued", content=content,
    )  # fmt: skip
    series = NumberSeries.objects.create(form="party", symbol="TB/ĐUB", period="2025-2030")
    Issuance.objects.create(
        notice=issued, series=series, number=1, number_text="01-TB/ĐUB", issued_on=timezone.localdate(),
        document=content, issued_by=office, issued_by_name="Văn phòng",
    )  # fmt: skip
    empty_page = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(empty_page)
    archive(issued, empty_page.getvalue(), kind=Original.Kind.UNSIGNED, signatures=[], by=office)
    return issued


def make_import(conference, office):
    workbook = Import(
        kind="recommendations", conference=conference, name="kn.xlsx", sha256="0", requested_by=office,
        state="done", counts={"new": 1},
    )  # fmt: skip
    workbook.file.save("kn.xlsx", ContentFile(b"PK"), save=False)
    workbook.faults.save("loi.xlsx", ContentFile(b"PK"), save=False)
    workbook.save()
    return workbook


def make_recommendation(conference, unit, office):
    raised = actions.Raised(raised_by=unit, text="Đề nghị bổ sung biên chế.")
    return actions.log(conference=conference, raised=raised, key=uuid4(), by=office)


def make_sent(conference, unit, head):
    values = {"text": "Đề nghị bổ sung kinh phí."}
    draft = write(conference, unit, key=uuid4(), values=values, version=0, by=head)
    return change(draft, "send", version=draft.version, by=head)


def outcome(response) -> str:
    if response.status_code in (200, 302, 422):
        return "login" if response.headers.get("Location", "").startswith("/sign-in/") else "ok"
    return str(response.status_code)


APPS = sorted({row.name.partition(":")[0] for row in rows() if ":" in row.name})


@pytest.mark.parametrize("app", ["", *APPS])
def test_every_route_for_every_role(app, cast, arguments, client_of, bare_error_pages):
    """What one row changes, the next does not find: the objects they are tried with are made once for an app."""
    wanted, got = {}, {}
    for row in rows():
        if row.name.rpartition(":")[0] == app:
            name = f"{row.method} {row.name}"
            wanted[name] = row.wanted
            with transaction.atomic():
                got[name] = outcomes(row, path_of(row.name, *arguments), cast, client_of)
                transaction.set_rollback(True)
    assert got == wanted


def path_of(name, kwargs, conference_pk):
    try:
        return reverse(name, kwargs=kwargs.get(name))
    except NoReverseMatch:  # what belongs to a conference has its pk
        return reverse(name, args=[conference_pk])


def outcomes(row, path, cast, client_of):
    got = {}
    for role in ROLES:
        client = Client() if role == "anonymous" else client_of(cast[role])
        response = client.get(path) if row.method == "GET" else client.post(path)
        got[role] = outcome(response)
        if response.streaming:  # reading a file to its end closes it; close() would end the test's connection
            b"".join(response.streaming_content)
    return got
