// Steps of a journey with the public client @odata/client, which reads $metadata first, unmodified, against a simulator.
// Usage: node odata-client.cjs <folder with node_modules> <environment URL> <token>
"use strict";
const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, url, token] = process.argv.slice(2);
const { OData } = createRequire(path.join(path.resolve(folder), "x.js"))("@odata/client");
const root = `${url}/api/data/v9.2/`;

(async () => {
    const client = OData.New4({
        metadataUri: `${root}$metadata`,
        serviceEndpoint: root,
        variant: "default",
        commonHeaders: { Authorization: `Bearer ${token}` },
    });
    const sites = client.getEntitySet("bld_sites");
    await sites.create({ bld_name: "Depot Zürich", bld_code: "C1" });
    const [row] = await sites.query(client.newFilter().field("bld_name").eq("Depot Zürich"));
    assert.equal(row.bld_code, "C1");
    assert.equal((await sites.find({ bld_code: "C1" })).length, 1);
    assert.equal(await sites.count(), 1);

    const accounts = await client.newRequest({
        collection: "accounts",
        params: OData.newParam().select(["name", "accountnumber"]).top(2).orderby("name", "asc").count(true),
    });
    assert.equal(accounts["@odata.count"], 401);
    assert.equal(accounts.value.length, 2);

    const contacts = await client.newRequest({
        collection: "contacts", params: OData.newParam().top(1).expand("parentcustomerid_account"),
    });
    assert.ok("parentcustomerid_account" in contacts.value[0]);

    const answers = await client.execBatchRequests([
        client.newBatchRequest({ collection: "accounts", params: OData.newParam().top(1).select("name") }),
        client.newBatchRequest({
            collection: "bld_sites", method: "POST", entity: { bld_name: "B", bld_code: "C2" }, withContentLength: true,
        }),
    ]);
    assert.deepEqual(answers.map((answer) => answer.status), [200, 204]);
    assert.equal(await sites.count(), 2);
})().catch((e) => {
    console.error(e);
    process.exit(1);
});
