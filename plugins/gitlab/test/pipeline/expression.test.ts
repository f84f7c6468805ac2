import {describe, expect, test} from 'vitest'
import {evaluate} from '../../src/pipeline/expression.ts'

const variables = {BRANCH: 'main', EMPTY: '', SOURCE: 'merge_request_event', PATTERN: '/^ma/'}

describe('the expression of a rule', () => {
  test.each([
    ['$BRANCH == "main"', true],
    ['$BRANCH != "main"', false],
    ["'main' == $BRANCH", true],
    ['"all" == "phases"', false],
    ['$NOWHERE == null', true],
    ['$EMPTY == null', false],
    ['$EMPTY', false],
    ['$BRANCH', true],
    ['$SOURCE =~ /^merge_/', true],
    ['$SOURCE !~ /^(push|web)$/', true],
    ['$SOURCE =~ /^MERGE/i', true],
    ['$BRANCH =~ $PATTERN', true],
    ['$EMPTY || $BRANCH && $SOURCE', true],
    ['($EMPTY || $BRANCH) && $NOWHERE', false],
    ['$BRANCH == "main" && ($SOURCE == "push" || $SOURCE =~ /event$/)', true],
  ])('%s is %s', (expression, expected) => {
    expect(evaluate(expression, variables)).toBe(expected)
  })

  test.each([
    ['$BRANCH = "main"', 'The expression $BRANCH = "main" makes no sense at column 8.'],
    ['$BRANCH == main', 'The expression $BRANCH == main makes no sense at column 11.'],
    ['($BRANCH', 'A bracket of the expression is not closed.'],
    ['$BRANCH == ', 'The expression ends too early.'],
    ['$BRANCH =~ "main"', 'The text "main" stands where a regular expression is expected.'],
    ['$BRANCH $SOURCE', 'The expression $BRANCH $SOURCE makes no sense from "$SOURCE" on.'],
  ])('%s is refused', (expression, message) => {
    expect(() => evaluate(expression, variables)).toThrow(new Error(message))
  })
})
