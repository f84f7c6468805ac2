const dpkgFormat = `\${db:Status-Status} \${Package} `

/** Packages of both families: the Debian family through apt and dpkg, Enterprise Linux through dnf (or yum) and rpm. */
export const packageFunctions = String.raw`
hive_packages_seen='' hive_packages=''

# hive_has_packages NAME...: asks dpkg once and again only after a change.
hive_has_packages() {
  if command -v dpkg-query >/dev/null; then
    if [ "$hive_packages_seen" != "$hive_changes" ]; then
      hive_packages=$(dpkg-query -W -f '${dpkgFormat}')
      hive_packages_seen=$hive_changes
    fi
    for hive_name; do
      case " $hive_packages" in *" installed $hive_name "*) ;; *) return 1 ;; esac
    done
  else
    rpm -q --quiet --whatprovides -- "$@"
  fi
}

# hive_lacks_packages NAME...: none of them is installed.
hive_lacks_packages() {
  for hive_wanted; do
    ! hive_has_packages "$hive_wanted" || return 1
  done
}

hive_add_packages() {
  if command -v apt-get >/dev/null; then
    if hive_lists_are_stale; then hive_apt update || return; hive_updated=1; else hive_updated=''; fi
    hive_apt install -- "$@" && return
    dpkg --configure -a
    [ -n "$hive_updated" ] || hive_apt update || return
    hive_apt install -- "$@"
  else
    hive_dnf install -- "$@"
  fi
}

hive_remove_packages() {
  if command -v apt-get >/dev/null; then hive_apt remove -- "$@"; else hive_dnf remove -- "$@"; fi
}

# Older than a day, empty, or older than the sources they come from.
hive_lists_are_stale() {
  [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' 2>/dev/null | head -n 1)" ] ||
    [ -n "$(find /var/lib/apt/lists -maxdepth 0 -mtime +0)" ] ||
    [ -n "$(find /etc/apt/sources.list /etc/apt/sources.list.d -newer /var/lib/apt/lists 2>/dev/null)" ]
}

hive_apt() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none apt-get -q -y \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef \
    -o Dpkg::Options::=--force-confold -o APT::Install-Recommends=false "$@"
}

hive_dnf() {
  if command -v dnf >/dev/null; then
    dnf -q -y --setopt=install_weak_deps=False --setopt=retries=3 "$@"
  else
    yum -q -y --setopt=retries=3 "$@"
  fi
}
`
