import json

import pytest
import words

PAGE = "Sources/Features/Desk/Tickets/TicketPage.swift"
PLURAL_RU = {"one": "{count} заявка", "few": "{count} заявки", "many": "{count} заявок"}
PLURAL_EN = {"one": "{count} ticket", "other": "{count} tickets"}


def desk(sample, code, ru, en, path=PAGE):
    return sample({path: code, "Languages/ru.json": json.dumps(ru, ensure_ascii=False, indent=2), "Languages/en.json": json.dumps(en, indent=2)})


@pytest.mark.parametrize("code, ru, en, reason", [
    ('t("ticket.close")', {}, {}, "ticket.close is in no language"),
    ('t("ticket.close")', {"ticket.close": "Закрыть"}, {}, "en.json: ticket.close is missing"),
    ("", {"ticket.close": "Закрыть"}, {"ticket.close": "Close"}, "ticket.close is used nowhere"),
    ('t("ticket.close")', {"ticket.close": " "}, {"ticket.close": "Close"}, "ticket.close is empty"),
    ('t("list.found", count: n)', {"list.found": {"one": "а", "few": "б"}}, {"list.found": PLURAL_EN}, "lacks the plural forms many"),
    ('t("list.found", count: n)', {"list.found": PLURAL_RU}, {"list.found": PLURAL_EN | {"few": "x"}}, "forms that en does not know: few"),
    ('t("list.found", count: n)', {"list.found": PLURAL_RU}, {"list.found": "tickets"}, "plural forms in one language"),
    ('t("list.found", count: n)', {"list.found": "заявки"}, {"list.found": "tickets"}, "asked with a count and has no plural"),
    ('t("list.found")', {"list.found": PLURAL_RU}, {"list.found": PLURAL_EN}, "asked without a count"),
    ('t("hello", ["name": x])\nt("a.hello", ["name": x])', {"a.hello": "Привет, {name}"}, {"a.hello": "Hello, {nick}"}, "different placeholders"),
    ('t("a.hello", ["nick": x])', {"a.hello": "Привет, {name}"}, {"a.hello": "Hello, {name}"}, "a.hello needs name"),
    ('t("a.hello")', {"a.hello": "Привет, {name}"}, {"a.hello": "Hello, {name}"}, "a.hello needs name"),
    ('t("a.hello", ["name": x, "age": y])', {"a.hello": "Привет, {name}"}, {"a.hello": "Hello, {name}"}, "no place for age"),
    ('throw .invalid("email", "error.email")', {}, {}, "error.email is in no language"),
    ('throw Refusal.conflict("ticket.changed")', {}, {}, "ticket.changed is in no language"),
    ("// words: sla.target.*", {}, {}, "no key begins with sla.target."),
    ('t("date.month.\\(n)")', {}, {}, "no key begins with date.month."),
])
def test_what_is_wrong_is_found(sample, said, code, ru, en, reason):
    assert reason in said(words.findings(desk(sample, code, ru, en)))


@pytest.mark.parametrize("code, ru, en", [
    ('t("ticket.close")', {"ticket.close": "Закрыть"}, {"ticket.close": "Close"}),
    ('words("list.found", count: n)', {"list.found": PLURAL_RU}, {"list.found": PLURAL_EN}),
    ('t("a.hello", ["name": f("x", y[1])])', {"a.hello": "Привет, {name}"}, {"a.hello": "Hello, {name}"}),
    ('t("a.hello", values)', {"a.hello": "Привет, {name}"}, {"a.hello": "Hello, {name}"}),
    ('t("a.who", count: n, ["name": x])', {"a.who": {k: v + "{name}" for k, v in PLURAL_RU.items()}}, {"a.who": {k: v + "{name}" for k, v in PLURAL_EN.items()}}),
    ('case open = "status.open"', {"status.open": "Открыта"}, {"status.open": "Open"}),
    ("// words: sla.target.*", {"sla.target.first": "Ответ"}, {"sla.target.first": "Answer"}),
    ('t("date.month.\\(n)")', {"date.month.1": "января"}, {"date.month.1": "January"}),
    ('t.plainTexts(withPrefix: "js.")', {"js.saved": "Сохранено"}, {"js.saved": "Saved"}),
    ('throw .invalid("email", "error.email")', {"error.email": "Нет"}, {"error.email": "No"}),
    ('"""\n<h1>\\(t("ticket.close"))</h1>\n"""', {"ticket.close": "Закрыть"}, {"ticket.close": "Close"}),
])
def test_what_is_right_is_not(sample, said, code, ru, en):
    assert said(words.findings(desk(sample, code, ru, en))) == ""


def test_a_key_written_twice_is_found(sample, said):
    tree = sample({"Languages/ru.json": '{"a.b": "а", "a.b": "б"}', PAGE: 't("a.b")'})
    assert "a.b is there twice" in said(words.findings(tree))


def test_modules_of_the_browser_are_read(sample, said):
    assert "list.more is in no language" in said(words.findings(desk(sample, "button.textContent = t('list.more')", {}, {}, "Public/js/list.js")))


@pytest.mark.parametrize("path, code, found", [
    (PAGE, 'let title = "Заявки"', True),
    (PAGE, 'html("<h1>Заявка \\(number)</h1>")', True),
    ("Public/js/list.js", "alert('Готово')", True),
    (PAGE, '// Заявки\nlet title = "Tickets"', False),
    (PAGE, 'text.replacing("ё", with: "е")', False),
    (PAGE, 'let prefixes = ["Отв", "Пер"]  // data: what mail programs put before a subject', False),
    (PAGE, '// data: months in mail headers\nlet months = [\n  "января",\n  "февраля",\n]', False),
    (PAGE, 'import Foundation\n\n// data: months\nlet months = ["января"]\n\nlet title = "Заявки"', True),
    (PAGE, '// data: how mail programs begin a reply\nimport Foundation\n\nlet replies = ["Отв", "На"]', False),
    ("Public/js/time.js", '/** 80 → "1 ч 20 мин" */\nlet a = 1', False),
    ("Sources/App/Demo/Cast.swift", 'let anna = "Анна"', False),
])
def test_russian_outside_of_the_languages(sample, path, code, found):
    assert bool(list(words.findings(sample({path: code})))) == found
