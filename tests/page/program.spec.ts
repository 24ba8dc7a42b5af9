/** The dialog that exports a run as a program, and the door for models of Keras. */
import { readFile } from 'node:fs/promises';
import { proofOf } from '../../exporters/proof';
import { engine, linkTo, trained } from './fixtures/engine';
import { expectAccessible } from './fixtures/axe';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** A model of Keras as a file. */
function kerasModel(name: string, className: string) {
  const dense = { class_name: 'Dense', config: { units: 1, activation: 'sigmoid', batch_input_shape: [null, 2] } };
  const model = { class_name: className, config: { name, layers: [dense] } };
  return { name: 'model.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(model)) };
}

test('a run is exported as a program with the numbers of the engine, what cannot be exported is named, and a model of Keras is opened', async ({
  page,
}) => {
  const experiment = { title: 'Dropped', layers: [{ kind: 'dense', units: 1 }], optimizer: { kind: 'nadam' } };
  const lab = new LabPage(page);
  await lab.open(linkTo(experiment));
  await lab.stepTo(3);
  const session = await trained(experiment, 3);
  const proof = await proofOf(engine, session, (copy, document) => engine.prepare(copy, document));
  session.delete();
  const numbers = [...proof.parameters.flatMap(({ values }) => values), ...proof.losses].map(String);

  await page.getByRole('button', { name: 'Share' }).click();
  const opener = page.getByRole('button', { name: 'Export as a program' });
  await opener.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export as a program' });
  const preview = dialog.getByRole('region', { name: 'Preview of dropped.py' });
  await expect(preview).toContainText('torch.optim.NAdam');
  await expect(dialog).toContainText('parameters after step 3');
  const shown = await preview.innerText();
  for (const number of numbers) expect(shown).toContain(number);
  await expectAccessible(page, 'dialog[open]:last-of-type', { dark: false });

  await dialog.getByRole('tab', { name: 'PyTorch' }).press('ArrowRight');
  await expect(dialog.getByRole('tab', { name: 'NumPy' })).toBeFocused();
  await expect(preview).toContainText('def nadam(');
  const coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('dropped.py');
  const text = await readFile(await download.path(), 'utf8');
  for (const number of numbers) expect(text).toContain(number);

  await dialog.getByRole('tab', { name: 'Keras' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(/Nadam.* cannot be exported; Keras lets its momentum grow/i);
  await expect(dialog.getByRole('button', { name: 'Download' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();

  const file = page.getByRole('dialog').locator('input[type="file"]');
  await file.setInputFiles(kerasModel('functional', 'Functional'));
  await expect(page.getByText('class_name is "Functional"')).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  await file.setInputFiles(kerasModel('moved in', 'Sequential'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('moved in');
});
