import Web

/// What stands around every page: head, left rail, top bar.
struct Shell {
  let page: any Page
  let frame: Frame

  var html: HTML {
    """
    <!doctype html>
    <html lang="\(frame.t.language.rawValue)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(page.title(frame.t)) · \(frame.profile.name.isEmpty ? "Otklik" : frame.profile.name)</title>
    <link rel="stylesheet" href="\(frame.assets.url("app.css"))">
    <script type="module" src="\(frame.assets.url("js/app.js"))"></script>
    </head>
    <body>\(page.body(frame))</body>
    </html>
    """
  }
}
