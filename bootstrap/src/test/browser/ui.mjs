// What a person does with the web console, step by step; tells { passed } or what went wrong.
import { chromium } from 'playwright-core';
import { scenarios } from './scenarios.mjs';
import { tell } from './browser.mjs';
import { Visitor } from './visitor.mjs';

const given = JSON.parse(process.argv[2]);
const browser = await chromium.launch({
  executablePath: given.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
});
const visitors = [];
try {
  const visit = async (options = {}) => {
    const visitor = await Visitor.come(browser, given, options);
    visitors.push(visitor);
    return visitor;
  };
  const figures = await scenarios[given.scenario](visit, given);
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  tell(complaints.length > 0 ? { error: complaints.join('\n') } : { passed: true, ...figures });
} catch (error) {
  const seen = await Promise.all(visitors.map((visitor) => visitor.tab.locator('body').innerText().catch(() => '')));
  tell({ error: `${error.stack ?? error}`, seen: seen.map((text) => text.slice(0, 1500)) });
} finally {
  visitors.forEach((visitor) => visitor.leave());
  await browser.close();
}
