import {type Host, type Site, textVariable} from '@hive-ci/cli'

const relatives = /alma|amazon|amzn|centos|oracle|red.?hat|rhel|rocky/i

/** Whether the inventory tells, by the name of its image or box, that a host that may not be there yet is Enterprise Linux. */
export function isToBeEnterpriseLinux(host: Host, {provider, settings}: Site): boolean {
  const box = provider === 'vagrant' ? settings.vagrant_box_name : undefined
  return relatives.test(textVariable(host, 'hive_vm_image_name') ?? String(box ?? ''))
}
