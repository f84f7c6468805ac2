#!/usr/bin/python3 -P
"""Asks the installed ansible-core 2.14 what templates evaluate to and writes the answers down.

Run from the root of the repository, where Debian's package `ansible` is installed:

    /usr/bin/python3 -P test/template/oracle/make.py

Reads the variables of test/fixtures/oracle/templating.json and the templates of test/template/oracle/*.txt: one per
line, `⏎` stands for a newline, lines that start with `## ` are headings. Writes
test/fixtures/oracle/templating-more.json: `vars` and `cases` of `{template, value | omit | error}`.
Relative paths in lookups start from test/fixtures/templating.
"""
import json
import os
import pathlib
import sys

os.environ['TZ'] = 'UTC'
os.environ['HIVE_ORACLE'] = 'from the environment'
os.environ['HOME'] = '/home/oracle'

from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

ROOT = pathlib.Path.cwd()
HERE = ROOT / 'test/template/oracle'
FIXTURES = ROOT / 'test/fixtures/oracle'
OMIT = '__omit_place_holder__0123456789abcdef'


def plain(value):
    """The value as JSON knows it; anything JSON does not know is a mistake in the list of templates."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items() if item != OMIT}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value if item != OMIT]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    raise TypeError('%r is not JSON' % (value,))


def evaluate(template, variables, loader):
    try:
        value = Templar(loader=loader, variables=variables).template(template)
    except Exception as error:  # what Ansible lets through is an answer too
        name = type(error).__name__
        return {'error': name}
    if value == OMIT:
        return {'omit': True}
    return {'value': plain(value)}


def main():
    variables = json.loads((FIXTURES / 'templating.json').read_text())['vars']
    loader = DataLoader()
    loader.set_basedir(str(ROOT / 'test/fixtures/templating'))
    cases = []
    seen = set()
    for path in sorted(HERE.glob('*.txt')):
        for line in path.read_text().splitlines():
            template = line.replace('⏎', '\n')
            if not template.strip() or template.startswith('## ') or template in seen:
                continue
            seen.add(template)
            answer = evaluate(template, {**variables, 'omit': OMIT}, loader)
            cases.append({'template': template, **answer})
    target = FIXTURES / 'templating-more.json'
    target.write_text(json.dumps({'vars': variables, 'cases': cases}, ensure_ascii=False, indent=1) + '\n')
    print('%d cases, %d of them errors' % (len(cases), sum('error' in case for case in cases)))


main()
