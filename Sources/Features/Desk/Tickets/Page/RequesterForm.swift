import Web

/// For whom the ticket is.
struct RequesterForm: DialogPage {
  let ticket: TicketName
  let rev: Int64

  var section: Section? { .tickets }
  func dialogTitle(_ t: Words) -> String { t("ticket.changeRequester") }

  func content(_ frame: Frame) -> HTML {
    """
    <form class="form" id="requester-form" method="post" action="/tickets/\(ticket.number)/fields">\(frame.csrf)\
    <input type="hidden" name="rev" value="\(rev)">
    <div class="field"><label class="field-label" for="requester-who">\(frame.t("ticket.field.requester"))</label>\
    <sd-combobox data-url="/contacts/search" data-min="1" data-name="requester"><input class="input" id="requester-who" name="requester" \
    autocomplete="off" required></sd-combobox><p class="field-hint">\(frame.t("ticket.requesterHint"))</p></div>
    </form>
    """
  }

  func buttons(_ frame: Frame) -> HTML {
    """
    <a class="button" href="/tickets/\(ticket.number)" data-dialog-close>\(frame.t("ticket.cancel"))</a>\
    <button class="button button-primary" form="requester-form">\(frame.t("ticket.save"))</button>
    """
  }
}

/// Asked before a ticket ends that nobody ever answered.
struct EndingQuestion: DialogPage {
  let ticket: TicketName
  let path: String
  let fields: [(String, String)]

  var section: Section? { .tickets }
  func dialogTitle(_ t: Words) -> String { t("ticket.endUnanswered") }

  func content(_ frame: Frame) -> HTML {
    """
    <form class="form" id="end-form" method="post" action="\(path)">\(frame.csrf)<input type="hidden" name="anyway" value="1">\
    \(each: fields, { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" })<p>\(frame.t("ticket.endUnansweredText"))</p></form>
    """
  }

  func buttons(_ frame: Frame) -> HTML {
    """
    <a class="button button-primary" href="/tickets/\(ticket.number)#composer" data-dialog-close>\(frame.t("ticket.answerFirst"))</a>\
    <button class="button" form="end-form">\(frame.t("ticket.endAnyway"))</button>
    """
  }
}
