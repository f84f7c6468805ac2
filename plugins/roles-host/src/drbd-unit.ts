/** `drbd-resource@<volume>.service` brings a volume's device up before the engine starts, and down after it has ended. */
export const drbdUnit = [
  '[Unit]',
  'Description=Replicated volume %i',
  'Wants=network-online.target',
  'After=network-online.target',
  'Before=docker.service',
  '',
  '[Service]',
  'Type=oneshot',
  'RemainAfterExit=yes',
  'ExecStart=/usr/bin/waitdevice %i',
  'ExecStop=-/usr/sbin/drbdadm down %i',
  '',
  '[Install]',
  '# Wanted, not required: one volume that is out of order should not keep the engine and all others down.',
  'WantedBy=docker.service',
  '',
].join('\n')

/** The disk below a device may appear some time after the boot; ten seconds are enough. */
export const waitDevice = [
  '#!/bin/sh',
  '# waitdevice RESOURCE: brings it up as soon as its disk is there.',
  'tries=0',
  'until drbdadm adjust "$1"; do',
  '  tries=$((tries + 1))',
  '  [ "$tries" -lt 50 ] || exit 1',
  '  sleep 0.2',
  'done',
  '',
].join('\n')
