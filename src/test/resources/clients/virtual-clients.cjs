// One step of a public OData client against the virtual table erp/Items; exits with 1 when the rows are not the right ones.
"use strict";
const assert = require("node:assert/strict");
const path = require("node:path");

const [folder, client, root, key, step] = process.argv.slice(2);
const library = require(path.resolve(folder, "node_modules", client));
const headers = { "X-API-Key": key };
const ODD = "Müller & Söhne 100% + 'more'";

const fetchRows = async (query) => {
    const answer = await fetch(root + "Items" + query, { headers });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()).value;
};
const names = (rows) => rows.map((row) => row.Name);

const clients = {
    "o.js": {
        get: (resource, query) => library.o(root, { headers }).get(resource).query(query),
        filterOrderAndTop: async (self) =>
            names(await self.get("Items", { $filter: "Price gt 300 and Stock ne null", $orderby: "Price desc", $top: 2 })),
        specialCharacters: async (self) =>
            names(await self.get("Items", { $filter: `Name eq '${ODD.replaceAll("'", "''")}'` })),
        rowByKey: async (self) => {
            const [row] = await self.get("Items", { $filter: "Name eq 'item 7'" });
            return [(await self.get(`Items(${row.ItemId})`)).Name];
        },
    },
    "odata-query": {
        build: (options) => library.default(options),
        filterOrderAndTop: async (self) =>
            names(await fetchRows(self.build({
                filter: { and: [{ Price: { gt: 300 } }, { Stock: { ne: null } }] },
                orderBy: ["Price desc"],
                top: 2,
            }))),
        specialCharacters: async (self) => names(await fetchRows(self.build({ filter: { Name: ODD } }))),
        nullsAndLists: async (self) =>
            names(await fetchRows(self.build({
                filter: { Stock: null, Name: { in: ["Item 10", "Item 11", "ITEM 20"] } },
                orderBy: "Price",
            }))),
    },
    "@odata/client": {
        client: () => library.OData.New4({ serviceEndpoint: root, commonHeaders: headers, processCsrfToken: false }),
        query: (odata, filter) => odata.getEntitySet("Items").query(filter),
        filterOrderAndTop: async (self) => {
            const odata = self.client();
            const filter = odata.newFilter().property("Price").gt(300).property("Stock").ne(null);
            return names(await self.query(odata, odata.newParam().filter(filter).orderby("Price", "desc").top(2)));
        },
        rowByKey: async (self) => {
            const odata = self.client();
            const [row] = await self.query(odata, odata.newParam().filter(odata.newFilter().property("Name").eq("item 7")));
            return [(await odata.getEntitySet("Items").retrieve(library.EdmV4.Guid.from(row.ItemId))).Name];
        },
    },
};

const expected = {
    filterOrderAndTop: ["Item 249", "Item 248"],
    specialCharacters: [ODD],
    rowByKey: ["Item 7"],
    nullsAndLists: ["Item 10", "Item 20"],
};

clients[client][step](clients[client]).then(
    (rows) => assert.deepEqual(rows, expected[step]),
).catch((failure) => {
    console.error(failure);
    process.exit(1);
});
