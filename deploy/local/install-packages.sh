#!/bin/sh
# install-packages.sh PACKAGE…: installs Debian packages without starting the services they carry. Runs as root.
set -eu
export DEBIAN_FRONTEND=noninteractive

# The packages' scripts ask this program whether they may start a service; 101 means no.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi

# Somebody else may be installing: `install` waits for the lock that it needs when it is told to, `update` never.
tries=0
until apt-get update; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || exit 1
    sleep 3
done
apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"

# Nor at the next boot: the system runs a broker of its own.
if [ -d /run/systemd/system ] && [ -e /lib/systemd/system/rabbitmq-server.service ]; then
    systemctl disable rabbitmq-server
fi
