/// Sorts the entities of a message into its text, its HTML and its attachments.
struct Contents {
  /// One stretch of what the author wrote, in the forms that came.
  private struct Piece {
    var text: String?
    var html: String?
  }

  private let entities: [PartScanner.Entity]
  private let bytes: UnsafeRawBufferPointer
  private let limits: MailLimits
  private(set) var attachments: [MailAttachment] = []
  private(set) var problems: [MailProblem] = []
  private(set) var invitation: Invitation?
  private(set) var signature: SignatureKind?
  private(set) var text: String?
  private(set) var html: String?
  /// What the first text was declared in: raw octets in the header are likely of the same set.
  private(set) var charset: String?
  private var bodyBytes = 0

  init(_ entities: [PartScanner.Entity], _ bytes: UnsafeRawBufferPointer, _ limits: MailLimits) {
    self.entities = entities
    self.bytes = bytes
    self.limits = limits
    charset = entities.first { $0.type.isText && $0.type["charset"] != nil }?.type["charset"]
  }

  mutating func collect() {
    if entities[0].header.fields.isEmpty { problems.append(.noHeader) }
    if declaredMultipart(0), !entities[0].type.isMultipart { problems.append(.noBoundary) }
    let pieces = pieces(of: 0, in: .mixed)
    join(pieces)
    if text == nil, html == nil, attachments.isEmpty { problems.append(.noBody) }
  }

  /// What a part stands in decides whether its text belongs to the message.
  private enum Place {
    case mixed, alternative, related, relatedRoot
  }

  private mutating func pieces(of index: Int, in place: Place) -> [Piece] {
    let entity = entities[index]
    guard entity.type.isMultipart else { return leaf(index, in: place) }
    switch entity.type.subtype {
    case "alternative":
      return alternative(entity.children.map { pieces(of: $0, in: .alternative) })
    case "related":
      let root = root(of: entity)
      return entity.children.flatMap { pieces(of: $0, in: $0 == root ? .relatedRoot : .related) }
    case "signed":
      signature = signature ?? (entity.type["protocol"]?.lowercased().contains("pgp") == true ? .pgp : .smime)
      return entity.children.flatMap { pieces(of: $0, in: place) }
    default:
      return entity.children.flatMap { pieces(of: $0, in: .mixed) }
    }
  }

  /// The forms of one content: the last plain one and the last HTML one, since they come in rising faithfulness (RFC 2046, 5.1.4).
  private func alternative(_ forms: [[Piece]]) -> [Piece] {
    var piece = Piece()
    for form in forms {
      if form.contains(where: { $0.html != nil }) {
        piece.html = Self.html(form)
        if piece.text == nil { piece.text = Self.text(form) }
      } else if let text = Self.text(form) {
        piece.text = text
      }
    }
    return piece.text == nil && piece.html == nil ? [] : [piece]
  }

  private func root(of entity: PartScanner.Entity) -> Int? {
    guard let start = entity.type["start"].flatMap({ MessageIDs.own($0) }) else { return entity.children.first }
    return entity.children.first { contentID(entities[$0]) == start } ?? entity.children.first
  }

  private mutating func leaf(_ index: Int, in place: Place) -> [Piece] {
    let entity = entities[index]
    let disposition = entity.header.first("content-disposition").map { Disposition.parse(bytes[$0]) }
    let name = disposition?.fileName ?? entity.type["name"]
    guard isBody(entity, disposition, name, place), let piece = body(entity) else {
      attach(entity, disposition, name, place)
      return []
    }
    return piece.text == nil && piece.html == nil ? [] : [piece]
  }

  private func isBody(_ entity: PartScanner.Entity, _ disposition: Disposition?, _ name: String?, _ place: Place) -> Bool {
    guard entity.type.isText, disposition?.isAttachment != true else { return false }
    let isMain = entity.type.subtype == "plain" || entity.type.subtype == "html"
    switch place {
    case .alternative: return isMain || ["enriched", "richtext", "x-amp-html", "watch-html"].contains(entity.type.subtype)
    case .relatedRoot: return isMain
    case .related: return isMain && name == nil && contentID(entity) == nil
    case .mixed: return (isMain && (name == nil || entity.parent == nil)) || (entity.parent == nil && entity.type.subtype == "enriched")
    }
  }

  /// Nil if the text is too long to be a body.
  private mutating func body(_ entity: PartScanner.Entity) -> Piece? {
    // The other forms say the same in a language that no page shows.
    guard entity.type.subtype == "plain" || entity.type.subtype == "html" || entity.parent == nil else { return Piece() }
    let octets = decoded(entity)
    guard bodyBytes + octets.count <= limits.bodyBytes else {
      if !problems.contains(.longText) { problems.append(.longText) }
      return nil
    }
    bodyBytes += octets.count
    let isHTML = entity.type.subtype == "html"
    let label = entity.type["charset"] ?? (isHTML ? MetaCharset.find(octets) : nil)
    let result = CharsetDecoding.text(octets, label: label)
    if let problem = result.problem, !problems.contains(problem) { problems.append(problem) }
    var text = BodyText.cleaned(result.text)
    if !isHTML, entity.type["format"]?.lowercased() == "flowed" {
      text = FlowedText.unflowed(text, deletesSpace: entity.type["delsp"]?.lowercased() == "yes")
    }
    guard text.utf8.contains(where: { $0 > 0x20 }) else { return Piece() }
    return isHTML ? Piece(html: text) : Piece(text: text)
  }

  private mutating func attach(_ entity: PartScanner.Entity, _ disposition: Disposition?, _ name: String?, _ place: Place) {
    let octets = decoded(entity)
    if octets.isEmpty, name == nil, disposition?.isAttachment != true { return }
    let id = contentID(entity)
    let type = entity.type
    var shown = FileName.cleaned(name ?? nestedSubject(entity), otherwise: FileName.fallback(for: type))
    if type.isMessage, FileName.ending(shown) != "eml" { shown += ".eml" }
    let isInline = type.isMultipart ? false : disposition?.isInline == true || (id != nil && (place == .related || place == .relatedRoot))
    attachments.append(
      MailAttachment(
        fileName: shown, contentType: type.name, bytes: octets, contentID: id, isInline: isInline && disposition?.isAttachment != true,
        danger: Executables.mark(name: shown, bytes: octets)))
    let isCalendar = type.name == "text/calendar" || type.name == "application/ics" || FileName.ending(shown) == "ics"
    if invitation == nil, isCalendar { invitation = Invitation.read(octets, label: type["charset"], method: type["method"]) }
    if type.subtype.hasSuffix("pkcs7-mime"), type["smime-type"]?.hasPrefix("signed") == true { signature = signature ?? .smime }
  }

  /// A forwarded message is called by its subject.
  private func nestedSubject(_ entity: PartScanner.Entity) -> String? {
    guard entity.type.isMessage, let child = entity.children.first, let range = entities[child].header.first("subject") else { return nil }
    // A slash of a subject is no path.
    let subject = EncodedWords.decoded(HeaderText.unfolded(bytes[range], charset: charset)).map { $0 == "/" || $0 == "\\" ? "_" : $0 }
    return subject.isEmpty ? nil : String(subject) + ".eml"
  }

  private func contentID(_ entity: PartScanner.Entity) -> String? {
    entity.header.first("content-id").flatMap { MessageIDs.own(HeaderText.unfolded(bytes[$0])) }
  }

  private func decoded(_ entity: PartScanner.Entity) -> [UInt8] {
    let encoding = entity.header.first("content-transfer-encoding").map { TransferEncoding(bytes[$0]) } ?? .none
    let isTree = entity.type.isMultipart || (entity.type.isMessage && !entity.children.isEmpty)
    return (isTree ? .none : encoding).decoded(UnsafeRawBufferPointer(rebasing: bytes[entity.body]))
  }

  private func declaredMultipart(_ index: Int) -> Bool {
    entities[index].header.first("content-type").map { ContentType.parse(bytes[$0]).isMultipart } ?? false
  }

  private mutating func join(_ pieces: [Piece]) {
    text = Self.text(pieces)
    html = Self.html(pieces)
  }

  /// Only if every piece has a plain form: a text with holes would be worse than one made from the HTML.
  private static func text(_ pieces: [Piece]) -> String? {
    let texts = pieces.compactMap(\.text)
    return texts.isEmpty || texts.count < pieces.count ? nil : texts.joined(separator: "\n")
  }

  private static func html(_ pieces: [Piece]) -> String? {
    guard pieces.contains(where: { $0.html != nil }) else { return nil }
    return pieces.map { $0.html ?? BodyText.asHTML($0.text ?? "") }.joined(separator: "\n")
  }
}
