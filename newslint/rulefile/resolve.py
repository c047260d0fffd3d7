"""Rule files to rules: composed, checked, inherited, compiled once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from newslint.errors import RuleFileError, RuleFileErrors, did_you_mean
from newslint.model.rule import Condition, FixSpec, Rule
from newslint.rulefile.document import CONCRETE, DEFAULTED, NAMESPACE, NOT_INHERITED, DefaultsEntry, RuleEntry, RuleFile
from newslint.rulefile.inherit import merge_params, param_defaults
from newslint.rulefile.semantics import (
    RESERVED_NAMESPACE,
    check_conditions,
    check_examples,
    check_fix,
    check_id,
    check_message,
    check_texts,
    compile_rule,
    read_params,
)
from newslint.rulefile.structure import Wording, read_struct
from newslint.rulefile.yaml_source import Node, compose, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newslint.kinds.base import Kind


class Draft:
    """A rule as it is written.

    Attributes:
        node: The mapping in the file.
        id: Its id with the namespace, or None when that is at fault.
        namespace: Of the file; empty when it has none.
        defaults: The file's, or None.
        pack: Name of the file in errors of nobody: what the rule will carry.
        parent: The rule it extends.
        orphan: Whether it extends a rule that cannot be had.
        merged: The rule with all it inherits.
    """

    __slots__ = ("defaults", "id", "merged", "namespace", "node", "orphan", "pack", "parent")

    def __init__(self, node: Node, namespace: str, defaults: Node | None, pack: str) -> None:
        self.node = node
        self.namespace = namespace
        self.defaults = defaults
        self.pack = pack
        self.id: str | None = None
        self.parent: Draft | None = None
        self.orphan = False
        self.merged: Node | None = None

    def qualified(self, name: str) -> str:
        """``name`` with the file's namespace, unless it has one."""
        return f"{self.namespace}/{name}" if self.namespace and "/" not in name else name

    def extended(self) -> tuple[str, ...]:
        """Ids of which one is that of the rule it extends."""
        node = self.node.get("extends")
        return (self.qualified(node.plain), node.plain) if node is not None and isinstance(node.plain, str) else ()

    @property
    def path(self) -> str:
        """The file it stands in."""
        return "" if self.node.source is None else self.node.source.path

    @property
    def label(self) -> str:
        """How errors call it."""
        return "a rule" if self.id is None else f"rule {self.id!r}"


def resolve(
    files: Iterable[tuple[str, str, bytes]], get_kind: Callable[[str], Kind], known: Iterable[tuple[str, str, bytes]] = ()
) -> tuple[list[Rule], dict[str, str]]:
    """The rules of some files, in order, and the ids that their aliases stand for.

    Args:
        files: Path, name of the pack and content of each.
        get_kind: Finds a kind by name; raises KeyError.
        known: Files whose rules may be extended but are not returned; one whose id is used in ``files`` does not exist.

    Raises:
        RuleFileErrors: Everything that is wrong with them.
    """
    resolver = Resolver(get_kind)
    for path, pack, data in files:
        resolver.read(path, pack, data)
    resolver.own = len(resolver.drafts)
    for path, pack, data in known:
        resolver.read(path, pack, data, known=True)
    return resolver.finish()


class Resolver:
    """Reads rule files one after the other, and makes the rules of all.

    Attributes:
        faults: What is wrong so far.
        drafts: The rules as they are written.
        own: How many of them are asked for; the others may only be extended.
    """

    def __init__(self, get_kind: Callable[[str], Kind]) -> None:
        self.get_kind = get_kind
        self.faults: list[RuleFileError] = []
        self.paths: list[str] = []
        self.drafts: list[Draft] = []
        self.own = 0
        self.by_id: dict[str, Draft] = {}
        self.kinds: dict[str, Kind | None] = {}

    def read(self, path: str, pack: str, data: bytes, *, known: bool = False) -> None:
        """Take the drafts of one file; where it is only ``known``, those whose ids are free."""
        self.paths.append(path)
        faults: list[RuleFileError] = []
        source = decode(path, data, faults)
        root = None if source is None else compose(source, faults)
        self.faults.extend(faults)
        if root is None:
            if source is not None and not faults:
                self.faults.append(source.fault(1, 1, "the rule file is empty", "it begins with `version: 1`"))
            return
        wording = Wording("a rule file", unknown="unknown key {key!r}")
        values = read_struct(root, RuleFile, self.faults, wording)
        if not root.is_mapping:
            return
        namespace = self._namespace(root, values)
        defaults = root.get("defaults") if "defaults" in values else None
        if root.get("defaults") is not None and root.value["defaults"].is_mapping:
            defaults = root.value["defaults"]
            wording = Wording("'defaults'", "unknown key {key!r} in {owner}")
            check_texts(defaults, read_struct(defaults, DefaultsEntry, self.faults, wording, partial=True), self.faults)
        for node in root.value["rules"].value if "rules" in values else ():
            if node.is_mapping:
                self._take(Draft(node, namespace, defaults, pack), known=known)
            else:
                self.faults.append(node.fault("a rule must be a mapping"))

    def _namespace(self, root: Node, values: dict[str, Any]) -> str:
        import re

        namespace: str = values.get("namespace", "")
        if "namespace" in values:
            if not re.fullmatch(NAMESPACE, namespace):
                hint = "lower-case letters, digits and hyphens: acme"
                self.faults.append(root.value["namespace"].fault(f"{namespace!r} is not a namespace", hint))
                return ""
            if namespace == RESERVED_NAMESPACE:
                self.faults.append(root.value["namespace"].fault(f"the namespace {namespace!r} is reserved for newslint"))
                return ""
        return namespace

    def _take(self, draft: Draft, *, known: bool) -> None:
        node = draft.node.get("id")
        if node is None:
            self.faults.append(draft.node.fault("a rule lacks 'id'", "family.fault: boilerplate.related-links"))
        elif check_id(node, self.faults):
            own, slash, _ = node.plain.partition("/")
            if slash and draft.namespace and own != draft.namespace:
                hint = "leave the namespace of the rule out, or the one of the file"
                self.faults.append(node.fault(f"rule id {node.plain!r} is not in the file's namespace {draft.namespace!r}", hint))
            else:
                draft.id = draft.qualified(node.plain)
        if known and draft.id in self.by_id:
            return
        self.drafts.append(draft)
        if draft.id is None or node is None:
            return
        first = self.by_id.setdefault(draft.id, draft)
        if first is not draft:
            self.faults.append(
                node.fault(f"rule id {draft.id!r} is already taken", f"first used at {_place(first.node.value['id'])}")
            )

    def finish(self) -> tuple[list[Rule], dict[str, str]]:
        """Inherit, check and build.

        Raises:
            RuleFileErrors: Everything that is wrong.
        """
        for draft in self.drafts:
            self._find_parent(draft)
        rules = [rule for draft in self.drafts[: self.own] if (rule := self._build(draft)) is not None]
        aliases = self._aliases()
        if self.faults:
            raise RuleFileErrors(self._ordered())
        return rules, aliases

    def rests_on(self, path: str) -> set[str] | None:
        """Other files whose rules those of a file extend; known after :meth:`finish`.

        None where which they are depends on all files there are: a rule in a namespace extends one of that namespace before others.
        """
        found: set[str] = set()
        for draft in self.drafts:
            member: Draft | None = draft if draft.path == path else None
            while member is not None and member.parent is not None:
                if member.namespace and member.parent.path != member.path:
                    return None
                member = member.parent
                found.add(member.path)
        return found - {path}

    def _ordered(self) -> list[RuleFileError]:
        """Each fault once, by file, line and column: what a rule inherits is checked again where it is inherited."""
        order = {path: index for index, path in enumerate(self.paths)}
        once = {(fault.path, fault.line, fault.column, fault.reason): fault for fault in reversed(self.faults)}
        return sorted(once.values(), key=lambda f: (order.get(f.path or "", -1), f.line or 0, f.column or 0, f.reason))

    def _find_parent(self, draft: Draft) -> None:
        node = draft.node.get("extends")
        if node is None:
            return
        draft.orphan = True
        if not check_id(node, self.faults, "id in 'extends'"):
            return
        name = node.plain
        near, far = self.by_id.get(draft.qualified(name)), self.by_id.get(name)
        # A rule that bears the name of the one it extends, in a namespace of its own, does not mean itself.
        draft.parent = far if near is None or (near is draft and far is not None) else near
        if draft.parent is None:
            self.faults.append(node.fault(f"{draft.label} extends the unknown rule {name!r}", did_you_mean(name, self.by_id)))
        else:
            draft.orphan = False

    def _lineage(self, draft: Draft) -> list[Draft]:
        """The rules ``draft`` inherits from, the nearest first, itself in front; cut where it would go round."""
        line = [draft]
        while line[-1].parent is not None and line[-1].merged is None:
            parent = line[-1].parent
            if parent in line:
                circle = line[line.index(parent) :]
                names = " -> ".join(str(member.id) for member in (*circle, parent))
                node = parent.node.value["extends"]
                self.faults.append(node.fault(f"rules extend each other in a circle: {names}"))
                for member in circle:
                    member.parent = None
                    member.orphan = True
                break
            line.append(parent)
        return line

    def _merged(self, draft: Draft) -> Node:
        for member in reversed(self._lineage(draft)):
            if member.merged is None:
                parent = member.parent
                if parent is not None and parent.orphan:
                    member.orphan = True
                member.merged = self._merge(member, None if parent is None else parent.merged)
        assert draft.merged is not None
        return draft.merged

    def _merge(self, draft: Draft, parent: Node | None) -> Node:
        """What ``draft`` says, over its file's defaults, over what it inherits."""
        own = draft.node
        merged = Node({}, own.source, own.line, own.column)
        for layer, left_out in ((parent, NOT_INHERITED), (draft.defaults, frozenset[str]()), (own, frozenset[str]())):
            if layer is not None:
                for key, node in layer.value.items():
                    if key not in left_out and (layer is not draft.defaults or key in DEFAULTED):
                        merged.value[key] = node
                        merged.keys[key] = layer.keys[key]
        below = parent.get("params") if parent is not None else None
        if draft.defaults is not None:
            below = merge_params(below, draft.defaults.get("params"), None, None, {}, self.faults)
        changes = {key: own.get(key) for key in ("params", "params+", "params-")}
        kind_node = merged.get("kind")
        kind = self._kind(kind_node) if kind_node is not None else None
        params = merge_params(below, changes["params"], changes["params+"], changes["params-"], param_defaults(kind), self.faults)
        if params is not None and (changes["params"] is None or changes["params"].is_mapping):
            merged.value["params"] = params
            merged.keys["params"] = next(
                (own.keys[key] for key in changes if key in own.keys), merged.keys.get("params", (own.line, 1))
            )
        return merged

    def _kind(self, node: Node) -> Kind | None:
        name = node.plain
        if not isinstance(name, str):
            return None
        if name not in self.kinds:
            try:
                self.kinds[name] = self.get_kind(name)
            except KeyError:
                self.kinds[name] = None
            except ImportError as error:
                self.kinds[name] = None
                self.faults.append(node.fault(f"kind {name!r} cannot be used: {error}"))
        return self.kinds[name]

    def _build(self, draft: Draft) -> Rule | None:
        before = len(self.faults)
        node = self._merged(draft)
        values = read_struct(node, RuleEntry, self.faults, Wording(draft.label), partial=True)
        abstract = values.get("abstract", False)
        check_texts(node, values, self.faults)
        kind = self._check_kind(node, values)
        self._check_parts(draft, node, values, kind)
        if not abstract and not draft.orphan:
            self._check_complete(draft, node)
        params = node.get("params")
        if params is None and "kind" in node.value:
            where = node.value["kind"]
            params = Node({}, where.source, where.line, where.column)
        if kind is not None and params is not None and params.is_mapping:
            read_params(kind, params, self.faults, partial=abstract or draft.orphan)
        if abstract or len(self.faults) > before or draft.id is None or kind is None or params is None:
            return None
        rule = self._rule(draft, node, values)
        compile_rule(rule, kind, params, self.faults)
        return rule

    def _check_kind(self, node: Node, values: dict[str, Any]) -> Kind | None:
        if "kind" not in values:
            return None
        where = node.value["kind"]
        kind = self._kind(where)
        if kind is None:
            from newslint.kinds.registry import kind_names

            hint = did_you_mean(values["kind"], kind_names()) or f"known: {', '.join(kind_names())}"
            self.faults.append(where.fault(f"unknown kind {values['kind']!r}", hint))
        return kind

    def _check_parts(self, draft: Draft, node: Node, values: dict[str, Any], kind: Kind | None) -> None:
        params = node.value["params"].plain if "params" in values else {}
        if "when" in values:
            check_conditions(node.value["when"], self.faults)
        if "fix" in values:
            check_fix(node.value["fix"], kind, params, self.faults)
        if "message" in values and kind is not None and not values.get("abstract", False):
            check_message(node.value["message"], kind, params, self.faults)
        if "examples" in values:
            check_examples(draft.label, node.value["examples"], kind, self.faults)

    def _check_complete(self, draft: Draft, node: Node) -> None:
        missing = [key for key in CONCRETE if key not in node.value]
        if missing:
            where = draft.node.get("id") or draft.node
            hint = "at least one good and one bad example: they are its tests" if missing == ["examples"] else None
            self.faults.append(where.fault(f"{draft.label} lacks {', '.join(map(repr, missing))}", hint))

    def _rule(self, draft: Draft, node: Node, values: dict[str, Any]) -> Rule:
        when = node.value["when"].plain if "when" in values else []
        examples = {sort: list(items) for sort, items in node.value["examples"].plain.items()}
        source = draft.node.source
        return Rule(
            id=str(draft.id),
            title=values["title"].strip(),
            why=values["why"].strip(),
            severity=values["severity"],
            fields=tuple(values["fields"]),
            kind=values["kind"],
            message=values["message"].rstrip("\n"),
            params=node.value["params"].plain if "params" in values else {},
            profile=values.get("profile", "recommended"),
            languages=tuple(values.get("languages", ())),
            when=tuple(msgspec.convert([when] if isinstance(when, dict) else when, list[Condition])),
            fix=msgspec.convert(node.value["fix"].plain, FixSpec) if "fix" in values else None,
            examples=examples,
            tags=tuple(values.get("tags", ())),
            links=tuple(values.get("links", ())),
            aliases=tuple(draft.qualified(alias) for alias in values.get("aliases", ())),
            since=values.get("since"),
            help=values.get("help", "").strip() or None,
            report=values.get("report", "record"),
            pack=draft.pack,
            path="" if source is None else source.path,
            line=draft.node.line,
        )

    def _aliases(self) -> dict[str, str]:
        found: dict[str, tuple[str, Node]] = {}
        for draft in self.drafts[: self.own]:
            node = draft.node.get("aliases")
            if draft.id is None or node is None or not isinstance(node.value, list):
                continue
            for item in node.value:
                if not check_id(item, self.faults, "alias"):
                    continue
                alias = draft.qualified(item.plain)
                taken = self.by_id[alias].node.value["id"] if alias in self.by_id else found[alias][1] if alias in found else None
                if taken is None:
                    found[alias] = (draft.id, item)
                else:
                    self.faults.append(item.fault(f"alias {alias!r} is already taken", f"first used at {_place(taken)}"))
        return {alias: rule_id for alias, (rule_id, _) in found.items()}


def _place(node: Node) -> str:
    path = "" if node.source is None else node.source.path
    return f"{path}:{node.line}:{node.column}"
