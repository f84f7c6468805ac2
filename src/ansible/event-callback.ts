/** Name of the callback plugin and of its file. */
export const callbackName = 'hive_events'

/** Environment variable with the file the plugin writes to. */
export const eventsVariable = 'HIVE_EVENTS'

/**
 * A callback plugin that notes failures, changes and the recap as JSON lines beside the usual output, which is for people. Results
 * of tasks with `no_log` come to it censored.
 */
export const callbackSource = `import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'notification'
    CALLBACK_NAME = '${callbackName}'
    CALLBACK_NEEDS_ENABLED = True

    def _note(self, **event):
        with open(os.environ['${eventsVariable}'], 'a', encoding='utf-8') as events:
            events.write(json.dumps(event, default=str) + '\\n')

    def _fail(self, result):
        found = result._result
        parts = [found.get(key) for key in ('msg', 'stderr', 'module_stderr', 'stdout', 'module_stdout', 'reason')]
        texts = [part if isinstance(part, str) else json.dumps(part, default=str) for part in parts if part]
        self._note(type='failed', host=result._host.get_name(), task=result._task.get_name(),
                   path=result._task.get_path() or '', message='\\n'.join(text.strip() for text in texts[:2]))

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not ignore_errors:
            self._fail(result)

    def v2_runner_item_on_failed(self, result):
        if not result._task.ignore_errors:
            self._fail(result)

    def v2_runner_on_ok(self, result):
        if result._result.get('changed'):
            self._note(type='changed', host=result._host.get_name(), task=result._task.get_name())

    def v2_runner_on_unreachable(self, result):
        self._fail(result)

    def v2_playbook_on_stats(self, stats):
        self._note(type='recap', hosts={host: stats.summarize(host) for host in stats.processed})
`
