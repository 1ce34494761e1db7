import Database from "libsql";
import type { Random } from "../company/random.ts";
import { createCatalogue } from "./catalogue.ts";

type Value = string | number;
/** A row by its columns. */
type Row = Readonly<Record<string, Value | null>>;

/** What a query goes through. One connection serves one request at a time; a pool hands them out. */
export interface Connection {
  all(sql: string, ...values: Value[]): Row[];
  get(sql: string, ...values: Value[]): Row | undefined;
  /** Changes rows and gives the number of the row that was added last. */
  run(sql: string, ...values: Value[]): number;
  /** How many queries went through it so far. */
  queries(): number;
}

export interface ShopDatabase {
  connect(): Connection;
  close(): void;
}

/** For processes that share a file: how long one waits while another writes. */
const BUSY_MS = 5_000;

/**
 * Opens the shop's database, in memory or in a file that several processes share, and fills it with products by the seed
 * where it is empty. Everything is synchronous; what a network would add is the pool's part.
 * @throws SqliteError where the file cannot be written.
 */
export function openDatabase({ path = ":memory:", random }: { path?: string; random: Random }): ShopDatabase {
  const db = new Database(path, { timeout: BUSY_MS });
  // What a demo sells may be lost in a power cut.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
  db.exec("BEGIN IMMEDIATE");
  db.exec(schema);
  const { n } = db.prepare("SELECT count(*) AS n FROM products").get() as { n: number };
  if (n === 0) fill(db, random.fork("products"));
  db.exec("COMMIT");

  const prepared = new Map<string, Database.Statement>();
  function prepare(sql: string): Database.Statement {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = db.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  }

  return {
    connect() {
      let queries = 0;
      function counted(sql: string): Database.Statement {
        queries++;
        return prepare(sql);
      }
      return {
        all: (sql, ...values) => counted(sql).all(...values) as Row[],
        get: (sql, ...values) => counted(sql).get(...values) as Row | undefined,
        run: (sql, ...values) => Number(counted(sql).run(...values).lastInsertRowid),
        queries: () => queries,
      };
    },
    close: () => void db.close(),
  };
}

/** Money is in cents. */
const schema = `
  CREATE TABLE IF NOT EXISTS products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS prices (product INTEGER PRIMARY KEY REFERENCES products, cents INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, country TEXT NOT NULL, logins INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS carts (id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, paid INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS open_carts ON carts (user) WHERE paid = 0;
  CREATE TABLE IF NOT EXISTS items (
    cart INTEGER NOT NULL REFERENCES carts, product INTEGER NOT NULL REFERENCES products, quantity INTEGER NOT NULL,
    PRIMARY KEY (cart, product)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, cart INTEGER NOT NULL, cents INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS subscriptions (user TEXT PRIMARY KEY, plan TEXT NOT NULL);
`;

function fill(db: Database.Database, random: Random): void {
  const addProduct = db.prepare("INSERT INTO products (id, name, kind, about) VALUES (?, ?, ?, ?)");
  const addPrice = db.prepare("INSERT INTO prices (product, cents) VALUES (?, ?)");
  for (const { id, name, kind, about, cents } of createCatalogue(random)) {
    addProduct.run(id, name, kind, about);
    addPrice.run(id, cents);
  }
}
