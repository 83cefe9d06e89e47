// One step of a journey with the public client DynamicsWebApi, unmodified, against a simulator.
// Usage: node dynamics-web-api.cjs <folder with node_modules> <environment URL> <token> <step>
"use strict";
const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, url, token, step] = process.argv.slice(2);
const { DynamicsWebApi } = createRequire(path.join(path.resolve(folder), "x.js"))("dynamics-web-api");

const client = new DynamicsWebApi({
    serverUrl: url,
    dataApi: { version: "9.2" },
    onTokenRefresh: async () => token,
});
const fail = async (call) => {
    try {
        await call();
    } catch (e) {
        return e;
    }
    return assert.fail("no error");
};
const site = (code, name) =>
    client.upsert({ collection: "bld_sites", key: `bld_code='${code}'`, data: { bld_name: name } });
const sites = async (count) => {
    for (let i = 0; i < count; i++) {
        await site(`D-${i}`, `Depot ${i}`);
    }
};

const steps = {
    async createRetrieveUpdateDelete() {
        const id = await client.create({ collection: "bld_sites", data: { bld_code: "D-17", bld_name: "Depot Zürich" } });
        assert.match(id, /^[0-9a-f-]{36}$/);
        const row = await client.retrieve({ collection: "bld_sites", key: id, select: ["bld_name"] });
        assert.equal(row.bld_name, "Depot Zürich");
        await client.update({ collection: "bld_sites", key: id, data: { bld_name: "B" }, ifmatch: row["@odata.etag"] });
        const changed = await client.update({
            collection: "bld_sites", key: id, data: { bld_name: "C" }, returnRepresentation: true,
        });
        assert.equal(changed.bld_name, "C");
        await client.deleteRecord({ collection: "bld_sites", key: id });
        const e = await fail(() => client.retrieve({ collection: "bld_sites", key: id }));
        assert.equal(e.status, 404);
        assert.equal(e.code, "0x80040217");
    },
    async upsertByKey() {
        // The client takes an id out of the answer only if it ends with a GUID: a key gives it none.
        assert.equal(await site("D-17", "A"), undefined);
        await site("D-17", "B");
        const only = { collection: "bld_sites", key: "bld_code='D-17'", data: { bld_name: "C" } };
        assert.equal(await client.upsert({ ...only, ifnonematch: "*" }), null);
        const row = await client.retrieve({ collection: "bld_sites", key: "bld_code='D-17'" });
        assert.equal(row.bld_name, "B");
        const upserted = await client.upsert({ ...only, returnRepresentation: true });
        assert.equal(upserted.bld_name, "C");
    },
    async singleProperty() {
        const id = await client.create({ collection: "bld_sites", data: { bld_name: "A" } });
        await client.updateSingleProperty({ collection: "bld_sites", key: id, fieldValuePair: { bld_name: "B" } });
        const value = await client.retrieve({ collection: "bld_sites", key: id, select: ["bld_name"] });
        assert.equal(value.bld_name, "B");
        await client.deleteRecord({ collection: "bld_sites", key: id, property: "bld_name" });
        assert.equal((await client.retrieve({ collection: "bld_sites", key: id })).bld_name, null);
    },
    async retrieveMultiplePages() {
        await sites(7);
        let page = await client.retrieveMultiple({
            collection: "bld_sites", select: ["bld_code"], orderBy: ["bld_code"], maxPageSize: 3, count: true,
        });
        assert.equal(page.oDataCount, 7);
        const codes = page.value.map((row) => row.bld_code);
        while (page.oDataNextLink) {
            page = await client.retrieveMultiple({ collection: "bld_sites", maxPageSize: 3 }, page.oDataNextLink);
            codes.push(...page.value.map((row) => row.bld_code));
        }
        assert.deepEqual(codes, ["D-0", "D-1", "D-2", "D-3", "D-4", "D-5", "D-6"]);
        const all = await client.retrieveAll({ collection: "accounts", select: ["name"] });
        assert.equal(all.value.length, 401);
    },
    async filterExpandAndFormattedValues() {
        const found = await client.retrieveMultiple({
            collection: "contacts",
            select: ["fullname", "_parentcustomerid_value", "preferredcontactmethodcode"],
            filter: "hub_externalid eq 'P-20001'",
            expand: [{ property: "parentcustomerid_account", select: ["accountnumber"] }],
            includeAnnotations: "*",
        });
        const contact = found.value[0];
        assert.equal(contact.parentcustomerid_account.accountnumber, "C-10001");
        assert.equal(contact.preferredcontactmethodcode_Formatted, "Any");
        assert.equal(contact._parentcustomerid_value_LogicalName, "account");
    },
    async count() {
        await sites(3);
        assert.equal(await client.count({ collection: "bld_sites" }), 3);
        assert.equal(await client.count({ collection: "bld_sites", filter: "bld_code eq 'D-1'" }), 1);
        assert.equal(await client.countAll({ collection: "accounts" }), 401);
    },
    async batchOfReadsAndWrites() {
        client.startBatch();
        client.create({ collection: "bld_sites", data: { bld_code: "D-1" }, contentId: "1" });
        client.create({ collection: "bld_sites", data: { bld_code: "D-2" } });
        client.retrieveMultiple({ collection: "accounts", top: 2, select: ["name"] });
        const answers = await client.executeBatch();
        assert.match(answers[0], /^[0-9a-f-]{36}$/);
        assert.match(answers[1], /^[0-9a-f-]{36}$/);
        assert.equal(answers[2].value.length, 2);
    },
    async batchThatFails() {
        client.startBatch();
        client.create({ collection: "bld_sites", data: { bld_code: "D-1" } });
        client.create({ collection: "bld_sites", data: { bld_code: "D-1" } });
        const errors = await fail(() => client.executeBatch());
        assert.equal(errors[0].status, 412);
        assert.equal(errors[0].error.code, "0x80060892");
        assert.equal(await client.count({ collection: "bld_sites" }), 0);
    },
    async aLongUrlGoesAsABatch() {
        await sites(2);
        const filter = Array.from({ length: 120 }, (_, i) => `bld_code eq 'D-${i}'`).join(" or ");
        const found = await client.retrieveMultiple({ collection: "bld_sites", select: ["bld_code"], filter });
        assert.equal(found.value.length, 2);
    },
    async associateAndDisassociate() {
        const account = await client.retrieve({ collection: "accounts", key: "accountnumber='C-10002'" });
        const contact = await client.retrieve({ collection: "contacts", key: "hub_externalid='P-20001'" });
        const link = {
            collection: "accounts", primaryKey: account.accountid, relationshipName: "contact_customer_accounts",
            relatedCollection: "contacts", relatedKey: contact.contactid,
        };
        await client.associate(link);
        const company = async () =>
            (await client.retrieve({ collection: "contacts", key: contact.contactid }))._parentcustomerid_value;
        assert.equal(await company(), account.accountid);
        await client.disassociate({
            collection: "accounts", primaryKey: account.accountid, relationshipName: "contact_customer_accounts",
            relatedKey: contact.contactid,
        });
        assert.equal(await company(), null);
        await client.associateSingleValued({
            collection: "contacts", primaryKey: contact.contactid, navigationProperty: "parentcustomerid_account",
            relatedCollection: "accounts", relatedKey: account.accountid,
        });
        assert.equal(await company(), account.accountid);
        await client.disassociateSingleValued({
            collection: "contacts", primaryKey: contact.contactid, navigationProperty: "parentcustomerid_account",
        });
        assert.equal(await company(), null);
    },
    async nestedRowsAndCollections() {
        const id = await client.create({
            collection: "accounts",
            data: {
                name: "Nested",
                accountnumber: "NESTED",
                primarycontactid: { lastname: "First" },
                contact_customer_accounts: [{ lastname: "One" }, { lastname: "Two" }],
            },
        });
        const account = await client.retrieve({
            collection: "accounts", key: id, select: ["name"],
            expand: [
                { property: "primarycontactid", select: ["lastname"] },
                {
                    property: "contact_customer_accounts", select: ["lastname"],
                    filter: "lastname ne 'One'", orderBy: ["lastname desc"], top: 5,
                },
            ],
        });
        assert.equal(account.primarycontactid.lastname, "First");
        assert.deepEqual(account.contact_customer_accounts.map((row) => row.lastname), ["Two"]);
        const members = await client.retrieve({
            collection: "accounts", key: id, navigationProperty: "contact_customer_accounts", select: ["lastname"],
        });
        assert.equal(members.value.length, 2);
        const found = await client.retrieveMultiple({
            collection: "accounts", select: ["name"],
            filter: "contact_customer_accounts/any(c:c/lastname eq 'Two')",
        });
        assert.equal(found.value.length, 1);
        const sums = await client.retrieveMultiple({
            collection: "accounts", apply: "filter(startswith(accountnumber,'C-1'))/aggregate($count as number)",
        });
        assert.equal(sums.value[0].number, 400);
    },
    async functionsAndActions() {
        const me = await client.callFunction("WhoAmI");
        assert.match(me.UserId, /^[0-9a-f-]{36}$/);
        const organization = await client.callFunction({
            name: "RetrieveCurrentOrganization",
            parameters: { AccessType: "Microsoft.Dynamics.CRM.EndpointAccessType'Default'" },
        });
        assert.equal(organization.Detail.State, "Enabled");
        const created = await client.callAction({
            collection: "bld_sites",
            actionName: "Microsoft.Dynamics.CRM.CreateMultiple",
            action: { Targets: [{ "@odata.type": "Microsoft.Dynamics.CRM.bld_site", bld_code: "D-1" }] },
        });
        assert.equal(created.Ids.length, 1);
    },
    async fetchXml() {
        await sites(5);
        const page = await client.fetch({
            collection: "bld_sites",
            fetchXml: "<fetch count='2'><entity name='bld_site'><attribute name='bld_code'/><order attribute='bld_code'/></entity></fetch>",
            includeAnnotations: "*",
        });
        assert.equal(page.value.length, 2);
        assert.equal(page.PagingInfo.nextPage, 2);
        const all = await client.fetchAll({
            collection: "bld_sites",
            fetchXml: "<fetch count='2'><entity name='bld_site'><attribute name='bld_code'/><order attribute='bld_code'/></entity></fetch>",
            // Without the annotation of the cookie the client takes the first page for all.
            includeAnnotations: "*",
        });
        assert.deepEqual(all.value.map((row) => row.bld_code), ["D-0", "D-1", "D-2", "D-3", "D-4"]);
    },
    async changeTracking() {
        await site("D-1", "A");
        const first = await client.retrieveMultiple({ collection: "bld_sites", select: ["bld_code"], trackChanges: true });
        assert.ok(first.oDataDeltaLink);
        await site("D-2", "B");
        await client.deleteRecord({ collection: "bld_sites", key: "bld_code='D-1'" });
        const delta = await client.retrieveMultiple({ collection: "bld_sites" }, first.oDataDeltaLink);
        assert.equal(delta.value[0].bld_code, "D-2");
        assert.equal(delta.value[1].reason, "deleted");
        assert.ok(delta.oDataDeltaLink);
    },
    async metadata() {
        const site = await client.retrieveEntity({ key: "LogicalName='bld_site'", select: ["EntitySetName", "PrimaryIdAttribute"] });
        assert.equal(site.EntitySetName, "bld_sites");
        const columns = await client.retrieveAttributes({
            entityKey: "LogicalName='bld_site'", castType: "Microsoft.Dynamics.CRM.StringAttributeMetadata", select: ["LogicalName", "MaxLength"],
        });
        assert.equal(columns.value.find((column) => column.LogicalName === "bld_code").MaxLength, 100);
        const named = new DynamicsWebApi({
            serverUrl: url, dataApi: { version: "9.2" }, onTokenRefresh: async () => token, useEntityNames: true,
        });
        assert.match(await named.create({ collection: "bld_site", data: { bld_code: "D-1" } }), /^[0-9a-f-]{36}$/);
    },
    async fileColumn() {
        const id = await client.create({ collection: "bld_sites", data: { bld_code: "D-1" } });
        const data = Buffer.alloc(5 * 1024 * 1024, 7);
        await client.uploadFile({ collection: "bld_sites", key: id, property: "bld_plan", fileName: "plan.pdf", data });
        const file = await client.downloadFile({ collection: "bld_sites", key: id, property: "bld_plan" });
        assert.equal(file.fileName, "plan.pdf");
        assert.equal(file.fileSize, data.length);
        assert.deepEqual(Buffer.from(file.data), data);
        await client.deleteRecord({ collection: "bld_sites", key: id, property: "bld_plan" });
    },
    async impersonationAndDuplicates() {
        const users = await client.retrieveMultiple({ collection: "systemusers", filter: "firstname eq 'Dana'" });
        const dana = users.value[0].systemuserid;
        const id = await client.create({ collection: "bld_sites", data: {}, impersonate: dana });
        assert.equal((await client.retrieve({ collection: "bld_sites", key: id }))._createdby_value, dana);
        const e = await fail(() => client.create({
            collection: "contacts", data: { emailaddress1: "person1@customer.example" }, duplicateDetection: true,
        }));
        assert.equal(e.code, "0x80040333");
    },
};

if (!steps[step]) {
    console.error("unknown step; known are " + Object.keys(steps).join(" "));
    process.exit(2);
}
steps[step]().catch((e) => {
    console.error(e instanceof Error || !e ? e : JSON.stringify(e, null, 1));
    process.exit(1);
});
