"""Programs of the system."""
import subprocess


class CommandError(Exception):
    """A program that ended badly, with its own last words."""


def run(*words, given=None):
    """What a program prints. Raises CommandError."""
    try:
        done = subprocess.run(
            words, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandError('%s: %s' % (words[0], error))
    if done.returncode != 0:
        raise CommandError('%s: %s' % (' '.join(words), done.stderr.strip() or 'exit status %d' % done.returncode))
    return done.stdout


def succeeds(*words):
    try:
        run(*words)
        return True
    except CommandError:
        return False
