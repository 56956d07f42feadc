import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem, type } from 'node:os';
import { basename, resolve } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { CHROMIUM } from '../chromium.ts';
import { asLines, asPage, FIGURE, type Figure } from './figures.ts';

const top = resolve(import.meta.dirname, '../../..');
const folder = resolve(top, 'build/bench');

/** The first line of what a command prints; empty where it cannot be run. */
function said(command: string, args: readonly string[]): string {
  try {
    return (
      execFileSync(command, [...args], { cwd: top, encoding: 'utf8' })
        .split('\n')[0]
        ?.trim() ?? ''
    );
  } catch {
    return '';
  }
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()}, Node ${process.versions.node}`;
}

/** Collects the figures of all benchmarks, prints them and writes them down. The run has failed where one missed its goal. */
class BenchReporter implements Reporter {
  private readonly figures: Figure[] = [];
  private readonly started = new Date();
  private readonly loadBefore = loadavg()[0] ?? 0;
  private readonly run = new Set<string>();
  private failed = 0;
  private isFiltered = false;

  onBegin({ grep }: FullConfig, suite: Suite): void {
    for (const test of suite.allTests()) this.run.add(basename(test.location.file));
    this.isFiltered = String(grep) !== String(/.*/);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (!test.location.file.endsWith('.bench.ts')) return;
    if (result.status !== 'passed') this.failed++;
    for (const { type: kind, description } of result.annotations)
      if (kind === FIGURE && description !== undefined) this.figures.push(JSON.parse(description) as Figure);
  }

  async onEnd(): Promise<{ status?: FullResult['status'] }> {
    if (this.figures.length === 0 && this.failed === 0) return {};
    const all = readdirSync(resolve(top, 'e2e')).filter((name) => name.endsWith('.bench.ts'));
    const isPartial = this.isFiltered || all.some((name) => !this.run.has(name)) || this.failed > 0;
    const minutes = ((Date.now() - this.started.getTime()) / 60_000).toFixed(1);
    const missed = this.figures.filter(({ ok }) => !ok);
    const about = [
      `${this.started.toISOString()}, ${minutes} minutes`,
      machine(),
      said(CHROMIUM, ['--version']),
      `Commit ${said('git', ['rev-parse', '--short', 'HEAD'])}${said('git', ['status', '--porcelain']) === '' ? '' : ' with changes'}`,
      `Load of the machine: ${this.loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} at the end. A machine that does other work makes figures without a floor useless.`,
      ...(isPartial ? [`Partial: ${[...this.run].sort().join(', ')}${this.failed > 0 ? `; ${this.failed} failed` : ''}`] : []),
      `${this.figures.length - missed.length} of ${this.figures.length} figures reached their goals or have none`,
    ].filter(Boolean);
    mkdirSync(folder, { recursive: true });
    writeFileSync(resolve(folder, 'results.json'), `${JSON.stringify(this.figures, null, 2)}\n`);
    writeFileSync(resolve(folder, 'results.md'), asPage(this.figures, about));
    console.log(`\n${asLines(this.figures)}\n\n${about.join('\n')}\nWritten to build/bench/results.md and results.json.`);
    return missed.length > 0 ? { status: 'failed' } : {};
  }
}

// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter so.
export default BenchReporter;
