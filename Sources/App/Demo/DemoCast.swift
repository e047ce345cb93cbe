/// The company of the example: the same people that the tests are about, and more of them.
enum DemoCast {
  static let company = "Сервис Плюс"
  static let teams = ["Поддержка", "Выездные инженеры", "Медтехника"]

  struct Person {
    let email: String
    let name: String
    let role: String
    /// By their place in `teams`.
    let teams: [Int]
  }

  /// The first is the administrator.
  static let people = [
    Person(email: "boss@service.example", name: "Вера Павлова", role: "administrator", teams: [0, 1, 2]),
    Person(email: "anna@service.example", name: "Анна Смирнова", role: "agent", teams: [0]),
    Person(email: "boris@service.example", name: "Борис Котов", role: "agent", teams: [0]),
    Person(email: "maria@service.example", name: "Мария Ильина", role: "agent", teams: [0]),
    Person(email: "dmitry@service.example", name: "Дмитрий Климов", role: "agent", teams: [0, 1]),
    Person(email: "sergey@service.example", name: "Сергей Лапин", role: "agent", teams: [1]),
    Person(email: "timur@service.example", name: "Тимур Ахметов", role: "agent", teams: [1]),
    Person(email: "elena@service.example", name: "Елена Фомина", role: "agent", teams: [2]),
    Person(email: "pavel@service.example", name: "Павел Журавлёв", role: "agent", teams: [2]),
    Person(email: "audit@service.example", name: "Инга Тихая", role: "auditor", teams: []),
  ]

  struct Client {
    let name: String
    let domain: String
    let contacts: [(mailbox: String, name: String)]
    let fields: [DemoField]
  }

  static let clients = [
    Client(
      name: "ООО «Ромашка»", domain: "romashka.example",
      contacts: [("olga", "Ольга Ромашкина"), ("kassa", "Надежда Белова"), ("sklad", "Игорь Тарасов"), ("buh", "Светлана Зуева")],
      fields: [.shops, .office]),
    Client(
      name: "АО «Северный хлеб»", domain: "sevhleb.example",
      contacts: [("gromova", "Алла Громова"), ("petrenko", "Виктор Петренко"), ("magazin12", "Марина Осипова")], fields: [.shops]),
    Client(
      name: "ООО «Вектор-Инжиниринг»", domain: "vektor.example",
      contacts: [("it", "Антон Сухов"), ("priemnaya", "Юлия Карпова"), ("smeta", "Роман Дьяков"), ("direktor", "Леонид Маркович Аронов")],
      fields: [.office]),
    Client(
      name: "ООО «Кофе-Пойнт»", domain: "coffeepoint.example",
      contacts: [("operator", "Кирилл Бойко"), ("marshrut", "Алина Гаврилова"), ("finance", "Нина Руденко")], fields: [.vending]),
    Client(
      name: "Клиника «Здоровье и семья»", domain: "zdorovie.example",
      contacts: [("glavvrach", "Тамара Львовна Вайс"), ("registratura", "Оксана Литвин"), ("lab", "Артём Носов")],
      fields: [.clinics, .office]),
    Client(
      name: "Городская больница № 4", domain: "gb4.example",
      contacts: [("tehnik", "Геннадий Фролов"), ("starshaya", "Людмила Ивановна Седова"), ("rentgen", "Марат Галиев")], fields: [.clinics]),
  ]
}

/// What a conversation is about, and which team answers.
enum DemoField: CaseIterable {
  case office, shops, vending, clinics

  var script: String {
    switch self {
    case .office: DemoOffice.script
    case .shops: DemoShops.script
    case .vending: DemoVending.script
    case .clinics: DemoClinics.script
    }
  }

  /// The place in `DemoCast.teams`.
  var team: Int {
    switch self {
    case .office: 0
    case .shops, .vending: 1
    case .clinics: 2
    }
  }
}
