enum TicketRoutes {
  static func add(to routes: Routes) {
    ListRoutes.add(to: routes)
    NewTicketRoutes.add(to: routes)
    TicketPageRoutes.add(to: routes)
    MessageRoutes.add(to: routes)
    DraftRoutes.add(to: routes)
    FieldRoutes.add(to: routes)
    PostponementRoutes.add(to: routes)
    RelationRoutes.add(to: routes)
    WatcherRoutes.add(to: routes)
    HistoryRoutes.add(to: routes)
    MessageBodyRoute.add(to: routes)
    FileRoutes.add(to: routes)
  }
}
