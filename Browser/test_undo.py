"""An answer that is taken back costs no word of what was begun since."""

import pytest
from playwright.sync_api import expect

TEXT = {"name": "схема.txt", "mimeType": "text/plain", "buffer": "тут".encode()}


@pytest.fixture
def composer(fresh_desk, signed_in):
    page, _ = signed_in(fresh_desk)
    page.goto("/setup/ticket")
    page.locator("[name=subject]").fill("Сломался сканер")
    page.locator("[name=text]").fill("Не читает коды")
    page.get_by_role("button", name="Дальше").click()
    page.wait_for_url("**/tickets/1")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return page.locator("form.composer")


def write(composer, text: str):
    composer.locator(".composer-text:visible, .ProseMirror").first.click()
    editor = composer.locator(".ProseMirror")
    editor.wait_for()
    editor.press_sequentially(text)
    return editor


def send_with_a_file(composer, text: str):
    editor = write(composer, text)
    with composer.page.expect_file_chooser() as chooser:
        composer.locator("[data-attach]").click()
    chooser.value.set_files(TEXT)
    expect(composer.locator("[name=upload]")).to_have_count(1)
    composer.get_by_role("button", name="Отправить клиенту").click()
    expect(editor).to_have_text("")


def take_back(composer):
    composer.page.locator(".toast").get_by_role("button", name="Отменить").click()


def test_before_the_next_answer(composer):
    send_with_a_file(composer, "Едем")
    editor = write(composer, "Ещё вопрос")
    take_back(composer)
    expect(editor.locator("p")).to_have_text(["Едем", "Ещё вопрос"])
    expect(composer.locator(".file-name")).to_contain_text("схема.txt")
    expect(composer.locator(".composer-state")).to_contain_text("сохранено")
    composer.page.reload()
    expect(editor.locator("p")).to_have_text(["Едем", "Ещё вопрос"])
    composer.get_by_role("button", name="Отправить клиенту").click()
    expect(composer.page.locator("#timeline .file-name")).to_contain_text("схема.txt")


def test_after_the_note_that_is_being_written(composer):
    send_with_a_file(composer, "Едем")
    composer.locator(".composer-kind label", has_text="комментарий").click()
    editor = write(composer, "Только для своих")
    take_back(composer)
    page = composer.page
    expect(page.locator(".toast", has_text="вернётся")).to_be_visible()
    expect(editor).to_have_text("Только для своих")
    expect(composer.locator("[name=upload]")).to_have_count(0)
    composer.get_by_role("button", name="Сохранить комментарий").click()
    expect(page.locator("#timeline .message[data-kind=note]")).to_contain_text("Только для своих")
    expect(composer.locator("[value=reply]")).to_be_checked()
    expect(editor).to_have_text("Едем")
    expect(composer.locator(".file-name")).to_contain_text("схема.txt")
