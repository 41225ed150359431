import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { inLibrary } from './library.ts';
import { put, scratch } from './worktree.ts';

const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0;
const hasPydantic = spawnSync('python3', ['-c', 'import pydantic; assert pydantic.VERSION >= "2"']).status === 0;
const required = process.env.RECONCILE_REQUIRE_SERVICES === '1';

function python(script: string, args: string[], options: { cwd?: string; input?: string } = {}) {
  const done = spawnSync('python3', [script, ...args], {
    ...options,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

test('python3 and pydantic are there where CI demands the outside programs; elsewhere their tests are shown as skipped', () => {
  expect(required && !(hasPython && hasPydantic)).toBe(false);
});

describe.runIf(hasPython)('pytest-test-generator', () => {
  const outline = inLibrary('skills/pytest-test-generator/scripts/outline.py');
  const check = inLibrary('skills/pytest-test-generator/scripts/check_tests.py');
  let dir: string;

  beforeAll(() => {
    dir = scratch();
    put(
      dir,
      'shop/cart.py',
      `import os, random
from datetime import datetime as dt, datetime

class Cart:
    def __init__(self, price: float, *, quantity: int = 1) -> None:
        if quantity < 0 or price < 0:
            raise ValueError("negative")
        self.price = price
    async def refresh(self):
        return [each for each in range(3) if os.environ.get("X")]
    def _hidden(self): ...
    class Line:
        @property
        def total(self): return random.random()

def later(when=None):
    match when:
        case None: return datetime.now()
        case _:
            def inner():
                if when: pass
            return inner
`,
    );
  });

  test('the outline tells what there is to test and what makes it hard', () => {
    const done = python(outline, ['shop/cart.py', '--json'], { cwd: dir });
    expect(done.err).toBe('');
    const [file] = JSON.parse(done.out) as { file: string; units: Record<string, unknown>[] }[];
    expect(file!.units.map((unit) => unit.name)).toEqual(['Cart.__init__', 'Cart.refresh', 'Cart.Line.total', 'later']);
    const [init, refresh, total, later] = file!.units;
    expect(init).toMatchObject({ line: 5, branches: 2, raises: ['ValueError'], hard: [], async: false });
    expect(init!.signature).toBe('(self, price: float, *, quantity: int=1) -> None');
    expect(refresh).toMatchObject({ async: true, branches: 1, hard: ['environment'] });
    expect(total).toMatchObject({ decorators: ['property'], hard: ['random'] });
    expect(later).toMatchObject({ branches: 2, hard: ['clock'] });
  });

  test('the outline says what no test mentions', () => {
    put(dir, 'tests/test_cart.py', 'from shop.cart import Cart\n\ndef test_a():\n    assert Cart(1).refresh()\n');
    put(dir, 'tests/helper.py', 'total = later = 1\n');
    const done = python(outline, ['shop', '--tests', 'tests'], { cwd: dir });
    const marks = done.out.split('\n').filter((line) => line.includes('mentioned') || line.includes('NOT MENTIONED'));
    expect(marks.map((line) => line.includes('NOT MENTIONED'))).toEqual([false, false, true, true]);
  });

  test('a file that is not Python is an error with its name, and the others are still read', () => {
    put(dir, 'bad/a.py', 'def broken(:\n');
    put(dir, 'bad/b.py', 'def fine(): pass\n');
    const done = python(outline, ['bad'], { cwd: dir });
    expect(done.code).toBe(1);
    expect(done.err).toContain(path.join('bad', 'a.py'));
    expect(done.out).toContain('fine()');
  });

  test('tests that cannot fail are found, each at its line', () => {
    put(
      dir,
      'tests/test_bad.py',
      `import time, pytest

def test_nothing():
    Cart(1)

def test_twice():
    assert x == 1

def test_twice():
    assert (x == 1, "message")
    assert True
    assert x == x
    time.sleep(1)

class TestIt:
    def test_broad(self):
        with pytest.raises(Exception):
            f()
        try:
            g()
        except OSError:
            pass
`,
    );
    const done = python(check, ['tests/test_bad.py'], { cwd: dir });
    expect(done.code).toBe(1);
    expect(done.out.split('\n').map((line) => line.split(':')[1])).toEqual([
      '3',
      '9',
      '10',
      '11',
      '12',
      '13',
      '17',
      '21',
      undefined,
    ]);
  });

  test('good tests give no finding', () => {
    put(
      dir,
      'tests/test_good.py',
      `import pytest

@pytest.mark.parametrize("n", [1, 2])
def test_value(n):
    assert f(n) == f(n)

async def test_error(client):
    with pytest.raises(ValueError, match="negative"):
        await client.get()

class TestIt:
    def test_value(self, mock):
        check_invoice(mock)

    def test_call(self, mock):
        mock.assert_called_once_with(1)
`,
    );
    expect(python(check, ['tests/test_good.py'], { cwd: dir })).toEqual({ code: 0, out: '', err: '0 findings\n' });
  });
});

describe.runIf(hasPython)('pydantic-model-generator', () => {
  const infer = inLibrary('skills/pydantic-model-generator/scripts/infer_model.py');
  const orders = [
    {
      orderId: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
      created: '2026-01-01T10:00:00Z',
      day: '2026-01-01',
      items: [
        { sku: 'a', price: 1 },
        { sku: 'b', price: 1.5, note: null },
      ],
      class: 'x',
      address: { street: 's', zip: '1' },
      billing: { address: { street: 's' } },
      status: 'ok',
      '2x': 1,
      model_id: 3,
      meta: {},
      Any: { list: [1, 'a'] },
    },
    {
      orderId: '6f9619ff-8b86-d011-b42d-00c04fc964fe',
      created: '2026-01-02T10:00:00+02:00',
      day: '2026-01-02',
      items: [],
      class: 'y',
      address: null,
      billing: { address: { street: 's' } },
      '2x': 1,
      model_id: 3,
      meta: {},
      Any: { list: [] },
    },
  ];

  test('samples become nested models with optional fields, aliases and types', () => {
    const done = python(infer, ['-', '--name', 'order'], { input: JSON.stringify(orders) });
    expect(done.err).toBe('');
    for (const line of [
      'from uuid import UUID',
      'class Order(BaseModel):',
      '    order_id: UUID = Field(alias="orderId")',
      '    created: AwareDatetime',
      '    day: date',
      '    items: list[Item]',
      '    class_: str = Field(alias="class")',
      '    address: Address | None',
      '    billing: Billing',
      '    status: str | None = None',
      '    field_2x: int = Field(alias="2x")',
      '    model_id_: int = Field(alias="model_id")',
      '    meta: dict[str, Any]',
      '    any: OrderAny = Field(alias="Any")',
      'class BillingAddress(BaseModel):',
      '    price: float',
      '    list_: list[int | str] = Field(alias="list")',
    ]) {
      expect(done.out.split('\n')).toContain(line);
    }
  });

  test('one document a line, a list of plain values, and an empty document', () => {
    expect(python(infer, ['-'], { input: '{"a": 1}\n{"a": "x"}\n' }).out).toContain('    a: int | str\n');
    expect(python(infer, ['-', '--name', 'ids'], { input: '[1, 2]' }).out).toContain('class Ids(RootModel[int]):');
    expect(python(infer, ['-'], { input: '{}' }).out).toContain('class Model(RootModel[dict[str, Any]]):');
  });

  test('what is not JSON is an error with exit code 1', () => {
    const done = python(infer, ['-'], { input: 'not json' });
    expect(done.code).toBe(1);
    expect(done.err).toMatch(/^infer_model: -: /);
  });

  test.runIf(hasPydantic)('the models accept their samples, give them back, and refuse others', () => {
    const dir = scratch();
    const odd = {
      ...orders[0],
      list: 1,
      List: [],
      'with space': { ключ: 1, '': 2 },
      None: { True: false },
      UUID: { a: 1 },
      uuid: { b: 1 },
    };
    put(dir, 'samples.json', JSON.stringify([...orders, odd]));
    put(dir, 'models.py', python(infer, ['samples.json', '--name', 'Order', '--extra', 'forbid'], { cwd: dir }).out);
    put(
      dir,
      'prove.py',
      `import json, pydantic
from models import Order

for sample in json.load(open("samples.json")):
    order = Order.model_validate_json(json.dumps(sample))
    assert Order.model_validate_json(order.model_dump_json(by_alias=True, exclude_unset=True)) == order
    assert json.loads(order.model_dump_json(by_alias=True, exclude_unset=True)).keys() == sample.keys()
    for broken in ({**sample, "orderId": "x"}, {**sample, "unknown": 1}, {k: v for k, v in sample.items() if k != "class"}):
        try:
            Order.model_validate_json(json.dumps(broken))
        except pydantic.ValidationError:
            continue
        raise SystemExit("accepted " + json.dumps(broken))
print("proven")
`,
    );
    expect(python('prove.py', [], { cwd: dir })).toEqual({ code: 0, out: 'proven\n', err: '' });
  });
});
