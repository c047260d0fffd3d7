"""``newslint rules new``."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from newslint.cli.arguments import Parser, add_config_options, add_rule_options
from newslint.cli.setup import known_rules, settings_of
from newslint.errors import NewslintError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule


def run(argv: Sequence[str]) -> int:
    """Write the skeleton of a rule; returns the exit status."""
    parser = Parser(
        "rules new",
        "ID [--kind KIND] [-o FILE]",
        "Write a rule file with the skeleton of a rule, which loads and whose examples pass.",
        ("newslint rules new house.ferry-line --kind phrases", "newslint rules new house.byline -o rules/house.yaml"),
    )
    parser.add_argument("ids", metavar="ID", nargs="*", help="id of the rule: family.fault, in lower case with hyphens")
    parser.add_argument("--kind", metavar="KIND", default="pattern", help="kind of the rule (pattern)")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there, not to ID.yaml; never over a file that exists")
    add_rule_options(parser, selection=False)
    add_config_options(parser)
    options = parser.read(argv)
    if len(options.ids) != 1:
        raise UsageError("rules new takes the id of one rule", hint=f"usage: {parser.usage}")
    (rule_id,) = options.ids
    known = known_rules(settings_of(options), cache=not options.no_cache)
    _check_id(rule_id, known)
    from newslint.kinds.registry import get_kind, kind_names
    from newslint.lab.skeleton import skeleton

    names = kind_names()
    if options.kind not in names:
        hint = did_you_mean(options.kind, names) or f"one of {', '.join(sorted(names))}"
        raise UsageError(f"--kind: unknown kind {options.kind!r}", hint=hint)
    path: str = options.output or f"{rule_id.replace('/', '.')}.yaml"
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(skeleton(rule_id, get_kind(options.kind), known))
    except FileExistsError:
        raise UsageError(f"{path} is there already", hint="name another file with -o") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None
    shown = os.path.normpath(path)
    sys.stdout.write(f"wrote {shown}: {_state(path)}\n")
    sys.stdout.write(f"next: fill it in, then `newslint rules test {shown}` and `newslint rules lint {shown}`\n")
    return 0


def _check_id(rule_id: str, known: Sequence[Rule]) -> None:
    """See that an id can be given to a new rule.

    Raises:
        UsageError: It is no id, or it was used before.
    """
    from newslint.rulefile.document import RULE_ID

    if not re.search(RULE_ID, rule_id) or rule_id.startswith("core/") or "\n" in rule_id:
        proposal = re.sub(r"[^a-z0-9./-]+", "-", rule_id.lower()).strip("-.")
        if "." not in proposal:
            proposal = f"house.{proposal}"
        hint = f"did you mean {proposal!r}?" if re.search(RULE_ID, proposal) else "such as house.ferry-line"
        raise UsageError(f"{rule_id!r} is no id of a rule: family.fault, in lower case with hyphens", hint=hint)
    for rule in known:
        if rule_id in (rule.id, *rule.aliases):
            place = f"{rule.pack}, line {rule.line}" if rule.line else rule.pack
            was = "is there already" if rule_id == rule.id else f"is an old name of {rule.id}"
            raise UsageError(f"the rule {rule_id} {was} ({place})", hint="an id is never used for another rule")


def _state(path: str) -> str:
    """What can be said of the file as it was written: that its examples pass, or what has to be filled in first."""
    from newslint.api import ExampleChecker
    from newslint.kinds.registry import get_kind
    from newslint.rulefile import examples
    from newslint.rulefile.load import builtin_rules_path, load_rules

    try:
        rules = load_rules([path], get_kind, known=[builtin_rules_path()], cache=False)
    except NewslintError as error:
        return f"it does not load before its params are filled in: {error.reason}"
    check = ExampleChecker()
    outcomes = [outcome for rule in rules for outcome in examples.run(rule, check)]
    failed = sum(not outcome.ok for outcome in outcomes)
    if failed:
        return f"{failed} of its {len(outcomes)} examples are still to be written"
    return f"its {len(outcomes)} examples pass"
