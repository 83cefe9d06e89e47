// Fills the bookshop: BOOKS and ITEMS say how many rows.
"use strict";
const cds = require("@sap/cds");

const books = Number(process.env.BOOKS || 0);
const items = Number(process.env.ITEMS || 0);
const CHUNK = 5000;
const DAY = 86_400_000;
const ITEM_ID = "00000000-0000-4000-8000-";

const book = (n) => ({
    isbn: `978${String(n).padStart(10, "0")}`,
    title: n % 10 === 9 ? null : `${["The", "A", "My"][n % 3]} ${n % 2 ? "Camel" : "camel"} in depth, part ${n}`,
    author: ["Ana O'Neil", "Bodo Ström", "Chloé Dubois"][n % 3],
    price: (n * 3.7).toFixed(2),
    stock: n % 7 === 0 ? null : n % 13,
    published: new Date(Date.UTC(2020, 0, 1) + n * DAY).toISOString(),
    inPrint: n % 4 !== 0,
});
const item = (n) => ({
    ID: ITEM_ID + String(n).padStart(12, "0"),
    code: `I-${n}`,
    name: `Item number ${n}`,
    price: (n / 8).toFixed(4),
    quantity: n % 500,
    active: n % 3 !== 0,
    changed: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
});

async function fill(entity, count, row) {
    for (let from = 0; from < count; from += CHUNK) {
        const rows = Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => row(from + i));
        await cds.run(INSERT.into(entity).entries(rows));
    }
}

cds.once("served", async () => {
    await fill("Bookshop.Books", books, book);
    await fill("Bookshop.Items", items, item);
});

module.exports = cds.server;
