/** The unit that brings a volume's device up at boot; the role that prepares hosts for DRBD installs its template. */
export function unitOf(volume: string): string {
  return `drbd-resource@${volume}.service`
}

export function resourcePath(volume: string): string {
  return `/etc/drbd.d/${volume}.res`
}

/** A drop-in that makes this host primary at boot, where devices do not become primary by themselves. */
export function keeperPath(volume: string): string {
  return `/etc/systemd/system/${unitOf(volume)}.d/primary.conf`
}

/** There while a file system is made (or grown), so that a run that was killed in between is finished by the next. */
export function markerPath(volume: string, work: 'format' | 'grow'): string {
  return `/var/lib/hive/drbd-${work}.${volume}`
}
