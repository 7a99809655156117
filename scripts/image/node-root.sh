#!/bin/sh
# node-root.sh NODE FOLDER
# Makes the root file system of an image that runs this Node and nothing else: the binary, the libraries it is linked to, what says
# which packages those are (for scanners) and their licences, a user, and /tmp. Needs a glibc system; runs while the image is built.
set -eu
umask 022
node=$1
root=$2

put() {
  mkdir -p "$root$(dirname "$1")"
  cp -L "$1" "$root$1"
}

# A name as dpkg knows it: some systems have moved /lib into /usr, and dpkg may still know the old place.
package_of() {
  real=$(readlink -f "$1")
  { dpkg-query --search "$real" || dpkg-query --search "${real#/usr}" || dpkg-query --search "/usr$real"; } 2>/dev/null |
    head -n 1 | cut -d: -f1
}

mkdir -p "$root/usr/local/bin" "$root/etc"
cp -L "$node" "$root/usr/local/bin/node"
chmod 755 "$root/usr/local/bin/node"

linked=$(ldd "$node")
case $linked in *'not found'*)
  echo "node-root.sh: a library of $node is missing:" "$linked" >&2
  exit 1
  ;;
esac
libraries=$(echo "$linked" | awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^\//) print $i }' | sort -u)
for library in $libraries; do put "$library"; done

if command -v dpkg-query >/dev/null; then
  mkdir -p "$root/var/lib/dpkg/status.d"
  for package in $(for library in $libraries; do package_of "$library"; done | sort -u); do
    dpkg-query --status "$package" >"$root/var/lib/dpkg/status.d/$package"
    if [ -f "/usr/share/doc/$package/copyright" ]; then put "/usr/share/doc/$package/copyright"; fi
  done
fi
license=$(dirname "$(readlink -f "$node")")/../LICENSE
if [ -f "$license" ]; then
  mkdir -p "$root/usr/share/doc/node"
  cp "$license" "$root/usr/share/doc/node/LICENSE"
fi
put /etc/os-release

echo 'nonroot:x:65532:65532:k8s-monitor:/tmp:/sbin/nologin' >"$root/etc/passwd"
echo 'nonroot:x:65532:' >"$root/etc/group"
# Without it names of /etc/hosts are asked last, or never.
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
mkdir -p "$root/tmp"
chmod 1777 "$root/tmp"
