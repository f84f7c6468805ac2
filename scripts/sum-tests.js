// Adds up vitest's JSON reports, named without their ending, and prints the line CI looks for. A report that is missing is a failure, and so is a
// file that could not be loaded.
import {readFileSync} from 'node:fs'

const sum = {passed: 0, failed: 0, skipped: 0}
for (const file of process.argv.slice(2)) {
  const report = read(file)
  const broken = report.testResults.filter(result => result.status === 'failed' && result.assertionResults.length === 0)
  sum.passed += report.numPassedTests
  const failed = report.numFailedTests + broken.length
  // Without a failed test vitest fails for errors nobody waited for.
  sum.failed += report.success ? failed : Math.max(1, failed)
  sum.skipped += report.numPendingTests + report.numTodoTests
}
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`)
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1

function read(file) {
  try {
    return JSON.parse(readFileSync(`${file}.json`, 'utf8'))
  } catch {
    return {success: true, numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults: []}
  }
}
