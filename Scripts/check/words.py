"""Every text of the interface is in Languages/ru.json and Languages/en.json, complete and used.

The files are flat: a key, and its text or its plural forms. A placeholder is written {name}; {count} in plural forms is the number.

    "ticket.close": "Закрыть",
    "list.found": {"one": "{count} заявка", "few": "{count} заявки", "many": "{count} заявок"}

How a key is found in Sources/**.swift and Public/js/**.js:
- `t("key")`, `words("key")`, with `count:` for plural forms and a dictionary for placeholders; `t('key')` in a module;
- `.invalid("field", "key")`, `Problem("field", "key")`, `.conflict("key")`: refusals, dressed in words later;
- any other literal that is exactly a key counts as a use of it, as in `case open = "status.open"`;
- a family: `t("date.month.\\(number)")`, `withPrefix: "js."`, or a comment `// words: sla.target.*`. Its keys count as used.

Russian in a literal is a text that escaped translation, unless the file is part of the demonstration (a path with Demo or Cast in it), the
literal is a single letter, or a comment `// data: why` stands on the line, in the paragraph before it, or as the first line of a file that is
data as a whole (the words by which mail programs are known).
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass

from tree import Finding, Tree

# CLDR categories of whole numbers, and those that may be written besides.
PLURALS = {"ru": ({"one", "few", "many"}, {"other"}), "en": ({"one", "other"}, set())}
CALL = re.compile(r"(?<![\w])(?:t|words)\(\s*$")
REFUSAL = re.compile(r"(?:\.invalid|Problem)\(\s*(?:field:\s*)?\"\s*\"\s*,\s*(?:key:\s*)?$|\.conflict\(\s*$")
FAMILY = re.compile(r"//\s*words:\s*([\w.-]+)\*")
KEY = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)+")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass
class Use:
    key: str
    path: str
    line: int
    counted: bool | None = None
    given: set | None = None


def findings(tree: Tree):
    languages = {}
    for name in tree.under("Languages", ending=".json"):
        texts, wrong = read(tree, name)
        languages[name] = texts
        yield from wrong
    files = tree.under("Sources", ending=".swift") + tree.under("Public/js", "Public/field", ending=".js")
    yield from untranslated(tree, files)
    if not languages:
        return
    keys = {key for texts in languages.values() for key in texts}
    yield from between_languages(languages, keys)
    uses, families = used(tree, files, keys)
    yield from missing(uses, families, keys, languages)
    for key in sorted(keys - {use.key for use in uses}):
        if not any(key.startswith(family) for family in families):
            for name, texts in languages.items():
                if key in texts:
                    yield Finding(name, line_of(tree, name, key), f"{key} is used nowhere")


def read(tree: Tree, name: str):
    """The texts of one file, and what is wrong with the file by itself."""
    wrong, language = [], name.rsplit("/", 1)[-1].removesuffix(".json")

    def pairs(items):
        seen = set()
        for key, _ in items:
            if key in seen:
                wrong.append(Finding(name, line_of(tree, name, key), f"{key} is there twice"))
            seen.add(key)
        return dict(items)

    try:
        texts = json.loads(tree.text(name), object_pairs_hook=pairs)
    except ValueError as error:
        return {}, [Finding(name, getattr(error, "lineno", 0), f"is not JSON: {error}")]
    for key, text in texts.items():
        line = line_of(tree, name, key)
        if isinstance(text, dict):
            needed, allowed = PLURALS.get(language, ({"other"}, {"zero", "one", "two", "few", "many"}))
            if lacking := needed - set(text):
                wrong.append(Finding(name, line, f"{key} lacks the plural forms {', '.join(sorted(lacking))}"))
            if extra := set(text) - needed - allowed:
                wrong.append(Finding(name, line, f"{key} has forms that {language} does not know: {', '.join(sorted(extra))}"))
        if any(not isinstance(form, str) or not form.strip() for form in forms(text)):
            wrong.append(Finding(name, line, f"{key} is empty"))
    return texts, wrong


def forms(text) -> list:
    return list(text.values()) if isinstance(text, dict) else [text]


def placeholders(text) -> set[str]:
    found = {name for form in forms(text) if isinstance(form, str) for name in PLACEHOLDER.findall(form)}
    return found - {"count"} if isinstance(text, dict) else found


def line_of(tree: Tree, name: str, key: str) -> int:
    at = tree.text(name).find(json.dumps(key, ensure_ascii=False) + ":")
    at = at if at >= 0 else tree.text(name).find(json.dumps(key, ensure_ascii=False))
    return tree.text(name).count("\n", 0, at) + 1 if at >= 0 else 0


def between_languages(languages: dict, keys: set[str]):
    for key in sorted(keys):
        there = {name: texts[key] for name, texts in languages.items() if key in texts}
        for name in languages.keys() - there.keys():
            yield Finding(name, 0, f"{key} is missing")
        if len({isinstance(text, dict) for text in there.values()}) > 1:
            yield Finding("Languages", 0, f"{key} has plural forms in one language and none in another")
        by_set = defaultdict(list)
        for name, text in there.items():
            by_set[tuple(sorted(placeholders(text)))].append(name)
        if len(by_set) > 1:
            shown = "; ".join(f"{', '.join(names)}: {' '.join('{%s}' % p for p in found) or 'none'}" for found, names in by_set.items())
            yield Finding("Languages", 0, f"{key} has different placeholders ({shown})")


def used(tree: Tree, files: list[str], keys: set[str]):
    uses, families = [], {}
    for name in files:
        source = tree.swift(name) if name.endswith(".swift") else None
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            for family in FAMILY.findall(line):
                families[family] = (name, number)
            if source is None:
                uses += [Use(key, name, number) for key in re.findall(r"(?<![\w.])t\(\s*['\"]([^'\"]+)['\"]", line)]
                uses += [Use(key, name, number) for key in re.findall(r"['\"`]([^'\"`]+)['\"`]", line) if key in keys]
                for family in re.findall(r"(?<![\w.])t\(\s*`([\w.-]+\.)\$\{", line):
                    families[family] = (name, number)
        if source is not None:
            read_swift(name, source, keys, uses, families)
    return uses, families


def read_swift(name: str, source, keys: set[str], uses: list, families: dict):
    for literal in source.literals:
        before = source.code[max(0, literal.start - 200):literal.start]
        asked = bool(CALL.search(before)) or bool(REFUSAL.search(before))
        if "\\(…)" in literal.text:
            prefix = literal.text.split("\\(…)")[0]
            if asked and prefix.endswith("."):
                families[prefix] = (name, literal.line)
        elif before.rstrip().endswith("withPrefix:"):
            families[literal.text] = (name, literal.line)
        elif asked and KEY.fullmatch(literal.text):
            counted, given = arguments(source, literal) if CALL.search(before) else (None, None)
            uses.append(Use(literal.text, name, literal.line, counted, given))
        elif literal.text in keys:
            uses.append(Use(literal.text, name, literal.line))


def arguments(source, literal):
    """Whether a call names a count, and the placeholders it fills; None where they are not written out in the call."""
    depth, end = 0, literal.end
    while end < len(source.code) and depth >= 0:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(source.code[end], 0)
        end += 1
    rest = source.code[literal.end:end - 1]
    counted = bool(re.match(r"\s*,\s*count:", rest))
    others = re.sub(r"^\s*,\s*count:[^,]*", "", rest).strip(" \n,")
    if not others:
        return counted, set()
    if not others.startswith("["):
        return counted, None
    return counted, {
        other.text for other in source.literals
        if literal.end < other.start < end and re.match(r"\s*:", source.code[other.end:other.end + 4])}


def missing(uses: list, families: dict, keys: set[str], languages: dict):
    for use in uses:
        if use.key not in keys:
            yield Finding(use.path, use.line, f"{use.key} is in no language")
            continue
        texts = [texts[use.key] for texts in languages.values() if use.key in texts]
        plural = any(isinstance(text, dict) for text in texts)
        if use.counted and not plural:
            yield Finding(use.path, use.line, f"{use.key} is asked with a count and has no plural forms")
        if use.counted is False and plural:
            yield Finding(use.path, use.line, f"{use.key} has plural forms and is asked without a count")
        if use.given is not None:
            wanted = set().union(*(placeholders(text) for text in texts))
            if wanted - use.given:
                yield Finding(use.path, use.line, f"{use.key} needs {', '.join(sorted(wanted - use.given))}")
            if use.given - wanted:
                yield Finding(use.path, use.line, f"{use.key} has no place for {', '.join(sorted(use.given - wanted))}")
    for family, (path, line) in families.items():
        if not any(key.startswith(family) for key in keys):
            yield Finding(path, line, f"no key begins with {family}")


def untranslated(tree: Tree, files: list[str]):
    for name in files:
        if re.search(r"Demo|Cast|/demo/", name):
            continue
        lines = tree.text(name).splitlines()
        if lines and lines[0].startswith("// data:"):
            continue
        if name.endswith(".swift"):
            found = ((literal.line, literal.text) for literal in tree.swift(name).literals)
        else:
            found = ((n, text) for n, line in enumerate(without_comments(lines), 1)
                     for text in re.findall(r"'[^']*'|\"[^\"]*\"|`[^`]*`", line))
        for number, text in found:
            if len(CYRILLIC.findall(text)) > 1 and not is_data(lines, number):
                yield Finding(name, number, f"an untranslated text: {text.strip()[:60]!r}")


def without_comments(lines: list[str]) -> list[str]:
    """JavaScript without its comments, line for line; a `//` in a literal ends the line for us, which costs nothing here."""
    text = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), "\n".join(lines), flags=re.DOTALL)
    return [line.split("//")[0] for line in text.split("\n")]


def is_data(lines: list[str], number: int) -> bool:
    """`// data: why` on the line, or at the head of the paragraph of lines that it is in."""
    if "// data:" in lines[number - 1]:
        return True
    at = number - 2
    while at >= 0 and lines[at].strip():
        if "// data:" in lines[at]:
            return True
        at -= 1
    return False
