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

apt-get update
apt-get install --yes --no-install-recommends "$@"

# Nor at the next boot: the system runs a broker of its own.
if [ -d /run/systemd/system ] && [ -e /lib/systemd/system/rabbitmq-server.service ]; then
    systemctl disable rabbitmq-server
fi
