import {command, type Facts, type Resource, sh} from '@hive-ci/cli'

/**
 * What a program may do that the kernel starts, as DRBD's module starts drbdadm to tell of an event. Written in the
 * language policies are kept in, so that neither a compiler nor selinux-policy-devel is needed. Enterprise Linux names
 * that domain from some release on, and DRBD's types come with packages: a part of the module whose names a policy does
 * not know counts for nothing there, instead of keeping the whole module out.
 */
const moduleText = `(optional hive_kernel_helper
    (allow kernel_generic_helper_t proc_t (file (open read)))
    (optional hive_kernel_helper_drbd
        (allow kernel_generic_helper_t drbd_var_run_t (dir (search)))
        (allow kernel_generic_helper_t drbd_var_run_t (lnk_file (read)))))
`

const kept = '/etc/hive/selinux/hive.cil'

/** The module `hive` in SELinux' policy. The copy is written last, so that what it says is what was taken. */
export function drbdSelinux({family, selinux}: Facts): Resource[] {
  if (family !== 'redhat' || selinux === 'disabled') return []
  return [
    command('SELinux lets the kernel start drbdadm', {
      define: sh`policy() {\nprintf %s ${moduleText}\n}`,
      check: sh`policy | cmp -s - ${kept} && semodule -l | grep -qE '^hive([[:space:]]|$)'`,
      apply: sh`work=$(mktemp -d) &&
policy >"$work/hive.cil" &&
semodule -i "$work/hive.cil" &&
mkdir -p ${kept.replace('/hive.cil', '')} &&
hive_write ${kept} 644 root root policy
status=$?
rm -rf "$work"
[ "$status" = 0 ]`,
      diff: sh`policy | hive_compare ${kept}`,
    }),
  ]
}
