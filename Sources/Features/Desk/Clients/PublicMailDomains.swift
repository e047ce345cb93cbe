/// Providers that give addresses to anybody: a sender from there says nothing about a company.
enum PublicMailDomains {
  static func contains(_ domain: String) -> Bool { names.contains(domain.lowercased()) }

  private static let names: Set<String> = [
    "gmail.com", "googlemail.com", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru", "yandex.ru", "ya.ru", "yandex.com",
    "yandex.by", "yandex.kz", "yandex.ua", "narod.ru", "rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "vk.com",
    "pochta.ru",
    "nm.ru", "hotmail.com", "outlook.com", "live.com", "msn.com", "hotmail.ru", "outlook.de", "hotmail.fr", "live.ru", "yahoo.com",
    "yahoo.co.uk",
    "yahoo.de", "yahoo.fr", "ymail.com", "rocketmail.com", "aol.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com",
    "pm.me",
    "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.com", "email.com", "zoho.com",
    "fastmail.com",
    "tutanota.com", "tuta.io", "tutamail.com", "mailbox.org", "posteo.de", "ukr.net", "i.ua", "meta.ua", "bigmir.net", "tut.by", "mail.by",
    "inbox.lv", "mail.kz", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "seznam.cz", "centrum.cz", "orange.fr", "wanadoo.fr", "free.fr",
    "laposte.net",
    "libero.it", "virgilio.it", "qq.com", "163.com", "126.com", "sina.com", "naver.com", "daum.net", "comcast.net", "verizon.net",
    "att.net",
    "btinternet.com", "sky.com", "hey.com", "duck.com", "mailinator.com",
  ]
}
