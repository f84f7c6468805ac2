import type Docker from 'dockerode'
import {execa} from 'execa'

const tree = `
directory=$(mktemp -d)
mkdir "$directory/bin" "$directory/tmp" "$directory/root" "$directory/etc"
echo root:x:0:0:root:/root:/bin/sh >"$directory/etc/passwd"
echo root:x:0: >"$directory/etc/group"
cp /bin/busybox "$directory/bin"
chroot "$directory" /bin/busybox --install -s /bin
tar -C "$directory" -c .
rm -r "$directory"
`

/** Gives an engine the image `name:1` with the whole of busybox and root in it. Needs root and busybox-static. */
export async function importBusybox(docker: Docker, name: string): Promise<void> {
  const tar = execa('sh', ['-ec', tree], {buffer: false, encoding: 'buffer'})
  const answer = await docker.importImage(tar.stdout, {repo: name, tag: '1', changes: 'ENV PATH=/bin'})
  await new Promise((resolve, reject) =>
    docker.modem.followProgress(answer, error => (error ? reject(error) : resolve(undefined))),
  )
  await tar
}
