#!/bin/sh
# The command of an installed desk: the same data and settings as the service, as the service's user.
: "${OTKLIK_DATA:=/var/lib/otklik}" "${OTKLIK_RESOURCES:=/usr/share/otklik}" "${OTKLIK_SETTINGS:=/etc/otklik/settings.yml}"
: "${OTKLIK_BACKUPS:=/var/backups/otklik}" "${SWIFT_BACKTRACE:=enable=no}"
export OTKLIK_DATA OTKLIK_RESOURCES OTKLIK_SETTINGS OTKLIK_BACKUPS SWIFT_BACKTRACE
if [ "$(id -u)" -eq 0 ]; then exec runuser -u otklik -- /usr/lib/otklik/otklik "$@"; fi
exec /usr/lib/otklik/otklik "$@"
