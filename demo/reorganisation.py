"""The reorganisation of 2025, done as the product does it: the decree's list, transfer lists, their day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from assignments.handover import apply_due, approve
from assignments.models import TransferList
from assignments.reorganisation import reorganise, reorganise_by_list
from demo.diary import Diary, working_day
from demo.people import People
from demo.register import DATA, Post, Register, add_unit
from units.imports import Comparison, compare, read_rows
from units.models import Unit
from units.reorganisation import Destination, Plan


class Reorganisation2025:
    def __init__(self, register: Register, people: People, diary: Diary) -> None:
        self.register, self.people, self.diary = register, people, diary
        self.new_order: dict[str, Any] = register.data["after"]
        self.ends = {row["unit"]: row for row in register.data["end"]}

    def plan_all(self) -> None:
        first_day: date = self.new_order["since"]
        last_day = working_day(first_day - timedelta(days=1))
        self.diary.add(last_day - timedelta(days=1), 9, 0, self.enter)
        self.diary.add(last_day, 10, 0, self.review)
        self.diary.add(first_day, 0, 1, self.take_effect)

    def enter(self) -> None:
        """The administrator imports the decree's list, and enters by hand what no decree says."""
        by = self.people["quantri"]
        for row in self.register.data["unit"]:
            if row["period"] == "after":
                self.register.units[row["name"]] = add_unit(row, self.new_order, self.register.ministry)
        reorganise_by_list(self.compared(), by=by, moves_of=lambda _plan: {})
        reorganise(self.end_of("Ban Cán sự đảng Bộ Công Thương"), {}, by=by)
        for unit in Unit.objects.filter(valid_from=self.new_order["since"]):
            self.register.units[unit.name] = unit
        for row in self.register.data["post"]:
            unit = self.register.units[row["unit"]]
            self.people.add_post(Post(unit, row["sign_in"], row["head"]))

    def compared(self) -> Comparison:
        rows = read_rows((DATA / "units_2025.csv").read_bytes())
        since, decree = self.new_order["since"], self.new_order["decree"]
        found = compare(rows, effective_on=since, legal_basis=decree)
        found.acts = [self.explained(plan) for plan in found.acts]
        return found

    def explained(self, plan: Plan) -> Plan:
        """With what is known of it, and where the work of a unit goes that the list does not name."""
        row = self.ends.get(plan.predecessors[0].name, {})
        plan = replace(plan, note=row.get("note", ""))
        if "work_to" in row:
            return replace(plan, destinations=(Destination(self.register.units[row["work_to"]]),))
        return plan

    def end_of(self, name: str) -> Plan:
        plan = Plan("dissolve", self.new_order["since"], "", (self.register.units[name],), ())
        return self.explained(plan)

    def take_effect(self) -> None:
        apply_due()

    def review(self) -> None:
        office = self.people["vanphong"]
        for transfer in TransferList.objects.filter(stage=TransferList.Stage.DRAFT):
            approve(transfer, version=transfer.version, by=office)
