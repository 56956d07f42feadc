import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { emptyRule, ruleSetOf } from '../../../shared/clean-up.ts';
import type { RuleSet } from '../../../shared/contract/clean-up.ts';
import { words as en } from '../../i18n/en-later.ts';
import { words as zh } from '../../i18n/zh-cn-later.ts';
import { createFormat } from '../../lib/text/format.ts';
import { rulesText } from './rules-text.ts';

const i18n = createInstance();
await i18n.init({
  lng: 'en',
  resources: { en: { translation: en }, 'zh-CN': { translation: zh } },
  interpolation: { escapeValue: false },
});

const KEPT = 'Keep floating tags, the newest release and its family, protected tags, and tags of the last 7 days.';
const own = (rule: Partial<RuleSet['rules'][number]>, more: Partial<RuleSet> = {}): RuleSet => ({
  ...ruleSetOf('own'),
  rules: [{ ...emptyRule, ...rule }],
  ...more,
});

test.each<[string, RuleSet]>([
  [
    `Delete pr-*, mr-*, and pull-* older than 30 days (rule 1); builds older than 30 days beyond the newest 10 (rule 2). ${KEPT}`,
    ruleSetOf('builds'),
  ],
  [`Delete versions beyond the newest 3 of each minor version. ${KEPT}`, ruleSetOf('releases')],
  [`Delete signatures and attachments whose image no longer exists. ${KEPT}`, ruleSetOf('orphans')],
  [`Delete tags older than 180 days beyond the newest 10. ${KEPT}`, ruleSetOf('age')],
  [`Delete untagged manifests. ${KEPT}`, { ...ruleSetOf('orphans'), orphans: false, untagged: true }],
  [`Delete pr-* except pr-1 and pr-2 older than 1 day. ${KEPT}`, own({ match: 'pr-*', except: 'pr-1,pr-2', olderThanDays: 1 })],
  [`Delete pr-* older than 30 days and not pulled for 90 days. ${KEPT}`, own({ match: 'pr-*', olderThanDays: 30, notPulledDays: 90 })],
  [`Delete tags not pulled for 1 day. ${KEPT}`, own({ notPulledDays: 1 })],
  [`Delete versions in the range <2.0.0. ${KEPT}`, own({ versions: '<2.0.0' })],
  [
    'Delete tags matching ^\\d+$, but keep every image. Keep protected tags.',
    own({ match: '^\\d+$', matchKind: 'regex' }, { untagOnly: true, keepFloating: false, keepNewestRelease: false, graceDays: 0 }),
  ],
])('%s', (text, ruleSet) => {
  expect(rulesText(i18n.t, createFormat('en'), ruleSet)).toBe(text);
});

const KEPT_ZH = '保留浮动标签、最新版本及其系列标签、受保护的标签、不足 7 天的标签。';

test.each<[string, RuleSet]>([
  [`删除超过 30 天的标签 pr-*、mr-*、pull-*（规则 1）；超过 30 天的构建，最新 10 个除外（规则 2）。${KEPT_ZH}`, ruleSetOf('builds')],
  [`删除超过 180 天的标签，最新 10 个除外。${KEPT_ZH}`, ruleSetOf('age')],
  [`删除无标签的清单。${KEPT_ZH}`, { ...ruleSetOf('orphans'), orphans: false, untagged: true }],
  [`删除超过 1 天的标签 pr-*，pr-1、pr-2 除外。${KEPT_ZH}`, own({ match: 'pr-*', except: 'pr-1,pr-2', olderThanDays: 1 })],
  [`删除最近 90 天未拉取的标签。${KEPT_ZH}`, own({ notPulledDays: 90 })],
  [`删除超过 30 天的、最近 90 天未拉取的标签。${KEPT_ZH}`, own({ olderThanDays: 30, notPulledDays: 90 })],
  [`删除超过 7 天的标签（匹配 ^\\d+$）。${KEPT_ZH}`, own({ match: '^\\d+$', matchKind: 'regex', olderThanDays: 7 })],
])('in Chinese: %s', (text, ruleSet) => {
  expect(rulesText(i18n.getFixedT('zh-CN'), createFormat('zh-CN'), ruleSet)).toBe(text);
});
