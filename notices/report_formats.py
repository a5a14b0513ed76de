"""The formats of reports and letters: the state format of a notice with other words."""

from dataclasses import replace

from notices.layout import Component
from notices.state_format import STATE

REPORT = replace(
    STATE,
    name="report",
    words={
        **STATE.words,
        "kind": "Báo cáo",
        "annex_source": "(Kèm theo Báo cáo số {number} {date} của {issuer})",
        "annex_enclosed": "{annex} kèm theo Báo cáo này: {title}.",
    },
)
# An official letter has no name of its kind: its subject stands below the number, then whom it is sent to.
LETTER = replace(
    STATE,
    name="letter",
    components={
        **STATE.components,
        "about": Component(cell="5b", size=13, least=12, most=13, rule="II.5.b"),
        "addressee": Component(cell="9a", size=14, least=13, most=14, rule="II.9.c"),
    },
    words={
        **STATE.words,
        "kind": "Công văn",
        "about": "V/v {subject}",
        "addressee": "Kính gửi: {unit}",
        "annex_source": "(Kèm theo Công văn số {number} {date} của {issuer})",
        "annex_enclosed": "{annex} kèm theo Công văn này: {title}.",
    },
)
