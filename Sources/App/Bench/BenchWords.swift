// data: what people of the generated desk write to each other.
/// What clients and employees write to each other, in the words of real desks. A common word stands in about every eighth message;
/// a rare one in a handful of tickets of the whole desk.
struct BenchWords {
  static let rare = "барограф"
  static let common = "принтер"

  private let things: [String]
  private let troubles: [String]
  private let requests: [String]
  private let answers: [String]
  private let closings: [String]

  static let russian = BenchWords(
    things: [
      "принтер", "сканер", "кассовый аппарат", "сервер", "ноутбук", "монитор", "терминал", "роутер", "телефон", "почтовый ящик",
      "договор", "счёт", "акт сверки", "личный кабинет", "пароль", "пропуск", "кондиционер", "кофемашина", "турникет", "камера",
      "база данных", "отчёт", "выгрузка", "обмен с банком", "электронная подпись", "ключ доступа", "резервная копия", "витрина",
    ],
    troubles: [
      "не включается после выходных", "выдаёт ошибку при печати", "работает очень медленно", "перестал отвечать сегодня утром",
      "показывает неверную сумму", "не принимает карту", "зависает на втором шаге", "теряет связь каждые полчаса", "шумит и греется",
      "не открывается у двух сотрудников", "требует обновления", "сбросил настройки", "не виден в сети", "закончился тонер",
    ],
    requests: [
      "Просим прислать специалиста до конца дня, у нас очередь клиентов.", "Подскажите, пожалуйста, что можно сделать своими силами.",
      "Проблема повторяется третий раз за месяц.", "Перезагрузка не помогла, кабели проверили.", "Снимок экрана приложили к письму.",
      "Если нужен доступ, позвоните на проходную.", "Нужно успеть до закрытия квартала.", "Раньше всё работало без замечаний.",
      "Коллеги из бухгалтерии ждут с прошлой недели.", "Готовы принять мастера завтра после обеда.",
    ],
    answers: [
      "Здравствуйте! Приняли заявку, уже смотрим.", "Проверили журнал: связь рвётся на стороне провайдера, написали ему.",
      "Обновили программу и очистили очередь, попробуйте ещё раз.", "Инженер приедет завтра с десяти до двенадцати.",
      "Заменили блок питания, понаблюдаем до вечера.", "Пришлите, пожалуйста, серийный номер с наклейки.",
      "Доступ открыли, вход под прежним именем.", "Деталь заказали, срок поставки три рабочих дня.",
    ],
    closings: [
      "Спасибо, всё заработало!", "Благодарим за помощь, вопрос решён.", "Да, теперь порядок.", "Пока наблюдаем, если что, напишем.",
      "Ждём мастера.",
    ])

  static let english = BenchWords(
    things: [
      "printer", "scanner", "cash register", "server", "laptop", "monitor", "payment terminal", "router", "desk phone", "mailbox",
      "contract", "invoice", "customer portal", "password", "badge", "air conditioner", "database", "report", "backup", "access key",
    ],
    troubles: [
      "does not start after the weekend", "shows an error when printing", "is very slow", "stopped answering this morning",
      "shows a wrong amount", "rejects the card", "freezes on the second step", "loses the connection every half an hour",
    ],
    requests: [
      "Please send an engineer today, customers are waiting.", "This is the third time this month.", "Restarting did not help.",
      "A screenshot is attached.", "We need it before the quarter ends.", "It used to work without any problems.",
    ],
    answers: [
      "Hello! We have your request and are looking into it.", "We updated the program, please try again.",
      "An engineer will visit you tomorrow between ten and twelve.", "Please send us the serial number.",
      "The part is ordered and takes three working days.",
    ],
    closings: ["Thank you, it works now!", "We will keep an eye on it.", "Waiting for the engineer."])

  func subject(_ random: inout BenchRandom) -> String {
    let thing = random.pick(things)
    return "\(thing.prefix(1).uppercased())\(thing.dropFirst()) \(random.pick(troubles)), \(number(&random))"
  }

  func question(_ random: inout BenchRandom) -> String {
    "\(random.pick(requests)) \(random.pick(things)) \(number(&random)) \(random.pick(troubles)). \(random.pick(requests))"
  }

  func answer(_ random: inout BenchRandom) -> String { "\(random.pick(answers)) \(random.pick(answers)) \(number(&random))." }
  func closing(_ random: inout BenchRandom) -> String { "\(random.pick(closings)) \(random.pick(requests))" }

  /// Serial numbers: a desk has as many different words as it has devices.
  private func number(_ random: inout BenchRandom) -> String {
    "\(random.pick(Self.series))-\(10_000 + random.skewed(90_000))"
  }
  private static let series = ["HP", "KX", "ATL", "SN", "CT", "MFU", "INV"]
}
