#!/bin/sh
# Measures starts of the built server: the first on empty data, then N more (default 5). Seconds to "Jackdaw is running".
# Usage: bench/start.sh [N]; after ./run --build-only.
cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." || exit 1
home=$PWD/distribution/server/target/run
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp -r "$home/config" "$work/config"
sed -i 's/^port = .*/port = 19458/; s/^directTlsPort = .*/directTlsPort = 0/' "$work/config/org.jackdaw.stream.cfg"
sed -i 's/^port = .*/port = 19459/' "$work/config/org.jackdaw.console.cfg"
export JACKDAW_DATA="$work/data" JACKDAW_CONFIG="$work/config"
for i in $(seq 0 "${1:-5}"); do
    begin=$(date +%s%N)
    "$home/bin/jackdaw" start >/dev/null || exit 1
    echo "start $i: $(( ($(date +%s%N) - begin) / 1000000 )) ms"
    "$home/bin/jackdaw" stop >/dev/null
    while "$home/bin/jackdaw" status >/dev/null; do sleep 0.2; done
    sleep 1
done
