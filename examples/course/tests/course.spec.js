import { expect, test } from 'nablab/testing';

const circle = { version: 1, data: { kind: 'circle' }, optimizer: { kind: 'adam', learningRate: 0.03 } };

test('what the course promises of the circle holds', async ({ lab }) => {
  await lab.open(circle);
  await expect(lab).toReachAccuracy(0.95, { part: 'test', steps: 1000 });
});

test('everybody gets the same bits', async ({ lab }) => {
  await lab.open(circle);
  await lab.train({ steps: 100 });
  await lab.seek(40);
  await expect(lab).toMatchHash('5872cea1ef2c3001');
});

test('a rate that is far too high is found before training', async ({ lab }) => {
  await lab.open({ ...circle, optimizer: { kind: 'gradientDescent', learningRate: 1000 } });
  await expect(lab).toHaveFinding('implausibleLearningRate');
  await expect(lab).not.toHaveFinding('deadUnits');
});

test('readers step by hand', async ({ lab }) => {
  await lab.open({ lesson: 'one-step' });
  await lab.locator.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(lab.locator.locator('[data-reading="step"]')).toHaveText('1');
});
