"""The figures of `make bench-similar`. Imported when Django is set up.

Ours is the whole request, signed in, as the page sends it while somebody types. The floor is a request that
does the least: it asks the index for the rarest word of the text and prints the rows. The figure is
the 95th percentile of different texts, none of them asked before; cold is the first request of a connection.
"""

import json
import logging
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import NoReturn

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import include, path, reverse
from django.utils.html import escape

from accounts.models import User
from dev.bench import Row, Wanted, publish, seconds
from dev.folders import VAR
from dev.similar_pairs import COMMON_ONLY, NOTHING_ALIKE, PAIRS
from dev.similar_scene import HERE, Scene, build
from dev.similar_texts import AGAIN, say
from dev.talk import say as tell
from dev.talk import step
from dialogue_tracker.vietnamese import search_key
from recommendations.likeness import likeness_to, named, rarest, weights_of
from recommendations.models import Recommendation, count_tokens
from recommendations.similar import MOST_NAMED, MOST_WEIGHED, Asking, similar
from recommendations.similar_groups import groups_of
from recommendations.tokens import tokens_of

TOTAL = 100_000
TEXTS = 30
WANTED = Wanted(seconds=0.15)
FIRST = 5
BARE = """
SELECT r.id, r.text FROM recommendations_recommendation r
JOIN recommendations_tokens t ON t.recommendation_id = r.id WHERE t.tokens @> %s::int[] LIMIT 6
"""
Texts = list[str]


def main() -> NoReturn:
    logging.disable(logging.WARNING)
    setup_test_environment(debug=False)
    with override_settings(ROOT_URLCONF=__name__):
        with step(f"Writing {TOTAL:,} recommendations"):
            scene = build(TOTAL)
        found = quality(scene)
        publish("similar", [*found, *times(scene)])


# --- How long -----------------------------------------------------------------------------------------------
def bare(request: HttpRequest) -> HttpResponse:
    tokens = list(tokens_of(request.POST["text"]))
    with connection.cursor() as cursor:
        cursor.execute(BARE, [rarest(tokens, weights_of(tokens))[:1]])
        rows = cursor.fetchall()
    return HttpResponse(f"{escape(request.user)}{''.join(f'<p>{escape(text)}</p>' for _pk, text in rows)}")


urlpatterns = [path("bare/", bare), path("", include("dialogue_tracker.urls"))]


def texts_of(scene: Scene) -> dict[str, Texts]:
    """By kind; texts that were not asked before, so nothing is kept of them anywhere."""
    random = Random(11)
    said = random.sample(list(scene.said.values()), TEXTS)
    long = [" ".join(say(random).text for _part in range(90))[:20_000] for _text in range(TEXTS // 4)]
    kinds = {name: [again(one, random) for one in said] for name, again in AGAIN.items()}
    return kinds | {
        "rare words": [second for _first, second in PAIRS],
        "three words": [" ".join(one.matter.split()[:3]) for one in said],
        "one word": [one.matter.split()[0] for one in said],
        "common phrases only": [f"{text} {n}" for n, text in enumerate(COMMON_ONLY * (TEXTS // 3))],
        "nothing alike": [f"{text} {n}" for n, text in enumerate(NOTHING_ALIKE * (TEXTS // 4))],
        "20,000 characters": long,
    }


def times(scene: Scene) -> list[Row]:
    kinds = texts_of(scene)
    everything = [text for texts in kinds.values() for text in texts]
    office, head = scene.cast.office, scene.cast.heads[0]
    with step("Looking up"):
        rows = [request_row(kind, texts, scene, office) for kind, texts in kinds.items()]
        mixed = Random(3).sample(everything, TEXTS)
        return [
            *rows,
            request_row("all kinds, head of a unit", mixed, scene, head),
            request_row("all kinds, new connection each", mixed, scene, office, before=connection.close),
            look_up_row("all kinds, without the request", mixed),
            *other_rows(scene),
        ]


def request_row(
    name: str, texts: Texts, scene: Scene, user: User, before: Callable[[], object] = lambda: None
) -> Row:
    client = Client()
    client.force_login(user)
    values = {"conference": scene.cast.conference.pk, "raised_by": scene.cast.units[0].pk}

    def ask(address: str, text: str) -> float:
        before()
        return seconds(lambda: client.post(address, {**values, "text": text}))

    ask("/bare/", PAIRS[0][0]), ask(reverse("recommendations:similar"), PAIRS[0][0])
    pairs = [(ask(reverse("recommendations:similar"), text), ask("/bare/", text)) for text in texts]
    return judged(name, [ours for ours, _floor in pairs], [floor for _ours, floor in pairs])


def judged(name: str, ours: Sequence[float], floor: Sequence[float], wanted: Wanted = WANTED) -> Row:
    slow, ratio = p95(ours), statistics.median(a / b for a, b in zip(ours, floor, strict=True))
    return Row(name, slow, p95(floor), ratio, f"p95 {wanted}", wanted.met_by(slow, ratio))


def p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def look_up_only(text: str) -> None:
    tokens = tokens_of(text)
    likeness_to(tokens, named(tokens, MOST_NAMED)[:MOST_WEIGHED])


def bare_only(text: str) -> None:
    tokens = list(tokens_of(text))
    with connection.cursor() as cursor:
        cursor.execute(BARE, [rarest(tokens, weights_of(tokens))[:1]])
        cursor.fetchall()


def look_up_row(name: str, texts: Texts) -> Row:
    ours = [seconds(partial(look_up_only, text)) for text in texts]
    return judged(name, ours, [seconds(partial(bare_only, text)) for text in texts])


def other_rows(scene: Scene) -> list[Row]:
    conference, office = scene.cast.conference, scene.cast.office
    rows = Recommendation.objects.filter(conference=conference)
    grouped = [seconds(lambda: groups_of(conference, user=office)) for _round in range(3)]
    read = [seconds(lambda: list(rows.all())) for _round in range(3)]
    counted = [seconds(count_tokens) for _round in range(3)]
    listed = [seconds(list_all_tokens) for _round in range(3)]
    return [
        judged(f"groups of {HERE} of a conference", grouped, read, Wanted(seconds=1)),
        judged("counting all tokens, at night", counted, listed, Wanted(seconds=30)),
    ]


def list_all_tokens() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT token) FROM recommendations_tokens, unnest(tokens) token")


# --- How well -----------------------------------------------------------------------------------------------
def quality(scene: Scene) -> list[Row]:
    """Planted ones among the first five, beside those that the search of the list finds at all."""
    kept: list[dict[str, object]] = []
    total = missed = unsearched = 0
    tell(f"\n{'planted, then asked for':34}{'first':>8}{'in five':>9}{'of':>5}   list search")
    for name, asked in kinds_of_planted(scene).items():
        places = [place_of(pk, text, scene) for pk, text in asked]
        first, found = places.count(0), sum(place is not None for place in places)
        plain = sum(Recommendation.objects.search(text[:400]).filter(pk=pk).exists() for pk, text in asked)
        tell(f"{name:34}{first:>8}{found:>9}{len(asked):>5}{plain:>14}")
        kept.append({"name": name, "first": first, "in_five": found, "of": len(asked), "list_search": plain})
        total, missed, unsearched = (
            total + len(asked),
            missed + len(asked) - found,
            unsearched + len(asked) - plain,
        )
    (VAR / "bench").mkdir(parents=True, exist_ok=True)
    (VAR / "bench" / "similar_quality.json").write_text(json.dumps(kept, indent=1))
    tell("")
    name = "planted ones not in the first five (in 1000)"
    ours, plain_search = missed / total, unsearched / total
    return [Row(name, ours, plain_search, ours / plain_search, "< 50", ours < 0.05)]


def kinds_of_planted(scene: Scene) -> dict[str, list[tuple[int, str]]]:
    random = Random(5)
    firsts = [(pk, pair[0]) for pk, pair in zip(scene.planted, PAIRS, strict=True)]
    named_ones = random.sample(list(scene.said.items()), TEXTS)

    def shuffled(text: str) -> str:
        words = text.rstrip(".").split()
        middle = len(words) // 2
        return " ".join([*words[middle:], *words[:middle]])

    return {
        "said by another unit": [(pk, pair[1]) for pk, pair in zip(scene.planted, PAIRS, strict=True)],
        "without marks": [(pk, search_key(text)) for pk, text in firsts],
        "halves exchanged": [(pk, shuffled(text)) for pk, text in firsts],
        "half typed, last word cut": [(pk, text[: len(text) // 2]) for pk, text in firsts],
        "four words in the middle": [(pk, " ".join(text.split()[4:8])) for pk, text in firsts],
        "with 3,000 characters around": [
            (pk, f"{around(random)} {text} {around(random)}") for pk, text in firsts
        ],
        "named place, other order": [(pk, AGAIN["other order"](one, random)) for pk, one in named_ones],
        "named place, other words": [(pk, AGAIN["other words"](one, random)) for pk, one in named_ones],
    }


def around(random: Random) -> str:
    """What somebody says before and after."""
    return " ".join(say(random).reason for _part in range(20))[:1500]


def place_of(pk: int, text: str, scene: Scene) -> int | None:
    found = similar(Asking(user=scene.cast.office, conference=scene.cast.conference, text=text))[:FIRST]
    return next((place for place, one in enumerate(found) if one.recommendation.pk == pk), None)
