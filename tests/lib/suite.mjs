// Small tests that count themselves: each says in its own words what went wrong.

/** Fails a test. */
export function fail(message) {
  throw new Error(message);
}
export function equal(actual, expected, what = "value") {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) fail(`${what}: ${is}, ${should} was expected`);
}
export function includes(text, part) {
  if (!text.includes(part)) fail(`"${part}" was expected in: ${text.slice(0, 1500)}`);
}
export function excludes(text, part) {
  if (text.includes(part)) fail(`"${part}" was not expected in: ${text.slice(0, 1500)}`);
}

export class Suite {
  constructor(name) {
    Object.assign(this, { name, passed: 0, failed: 0 });
  }
  test(name, body) {
    try {
      body();
      this.passed++;
    } catch (error) {
      this.failed++;
      console.log(`${this.name}, ${name}: ${error.message}`);
    }
  }
  /** Prints "NAME: N passed, N failed" and sets the exit status. */
  end() {
    console.log(`${this.name}: ${this.passed} passed, ${this.failed} failed`);
    if (this.failed > 0 || this.passed === 0) process.exitCode = 1;
  }
}
