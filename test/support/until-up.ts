/** Waits until a host is up, in shell; systemctl's own --wait has been seen to miss the end and to wait for ever. */
export const untilUp = `until systemctl is-system-running 2>/dev/null | grep -qxE 'running|degraded'; do sleep 0.2; done`
