# How the load generator starts Jackdaw: it sources this file and then its own common part, which defines DIR (a folder
# for this server), TLS (certificates), DOMAIN and the commands. JACKDAW names the checkout; else the one you stand in.
# Profiles: plain (the archive is off) and mam (the archive is on, in the default store).
JACKDAW=${JACKDAW:-$(git rev-parse --show-toplevel)}
PORT=19457

install() { (cd "$JACKDAW" && ./run --build-only) && rm -rf "$DIR/server" && mkdir -p "$DIR/server" &&
  tar xzf "$JACKDAW"/distribution/server/target/jackdaw-*.tar.gz -C "$DIR/server" --strip-components=1; }

conf() { mkdir -p "$DIR/etc" "$DIR/certificates"; cp "$DIR"/server/config/* "$DIR/etc/"; cp "$TLS/both.pem" "$DIR/certificates/$DOMAIN.pem"
  set_to() { sed -i "/^#* *$2 *=/d" "$DIR/etc/$1.cfg"; echo "$2 = $3" >>"$DIR/etc/$1.cfg"; }
  set_to org.jackdaw.router domains "$DOMAIN"; set_to org.jackdaw.console enabled false
  set_to org.jackdaw.stream address 127.0.0.1; set_to org.jackdaw.stream port $PORT; set_to org.jackdaw.stream directTlsPort 0
  set_to org.jackdaw.stream certificates "$DIR/certificates"; set_to org.jackdaw.stream plainOnLoopback true
  set_to org.jackdaw.stream connectionsPerAddress 100000; set_to org.jackdaw.stream loginsPerAddress 10000
  set_to org.jackdaw.auth iterations 4096; set_to org.jackdaw.register enabled true; set_to org.jackdaw.register perAddress 0
  set_to org.jackdaw.register passwordLength 1; set_to org.jackdaw.register onlyWithTls false; }

# Of the shipped plugins the archive is left out in plain.
plugins() { rm -rf "$DIR/plugins"; cp -r "$DIR/server/plugins" "$DIR/plugins"; [ "$1" = mam ] || rm -f "$DIR/plugins/org.jackdaw.archive.jar"; }

spawn() { conf; plugins "$1"; export JACKDAW_PLUGINS="$DIR/plugins"; export JACKDAW_DATA="$DIR/data" JACKDAW_CONFIG="$DIR/etc" JACKDAW_HEAP="${JACKDAW_HEAP:-2g}"; exec "$DIR/server/bin/jackdaw" run; }

memcmd() { local p=$(cat "$DIR/pid") j=$(dirname "$(readlink /proc/$(cat "$DIR/pid")/exe)"); "$j/jcmd" "$p" GC.run >/dev/null; sleep 1; "$j/jcmd" "$p" GC.run >/dev/null
  "$j/jcmd" "$p" GC.heap_info | sed -n 's/.*used \([0-9]*\)K.*/\1/p' | head -1 | awk '{print $1*1024}'; }
version() { echo "Jackdaw $(cd "$JACKDAW" && git describe --always --dirty)"; }
