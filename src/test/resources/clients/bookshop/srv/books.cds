// A bookshop as SAP CAP serves it: the other OData v4 service of the tests and the measure of bench/virtual.
@path: '/odata/v4/bookshop'
service Bookshop {

  // Its own pages are small, so that whoever reads it has to follow its next links.
  @cds.query.limit: { default: 40, max: 40 }
  entity Books {
    key isbn      : String(13);
        title     : String(200);
        author    : String(100);
        price     : Decimal(9, 2);
        stock     : Integer;
        published : Timestamp;
        inPrint   : Boolean;
        @odata.etag
        changedAt : Timestamp @cds.on.insert: $now  @cds.on.update: $now;
  }

  // The table of the questions that every source must answer alike.
  @cds.query.limit: { default: 4, max: 4 }
  entity Things {
    key id     : Integer;
        name   : String(200);
        code   : String(200);
        price  : Decimal(19, 4);
        rate   : Double;
        seats  : Integer;
        total  : Integer64;
        active : Boolean;
        starts : Timestamp;
        link   : UUID;
  }

  entity Reviews {
    key ID    : UUID;
        isbn  : String(13);
        stars : Integer;
        text  : String(500);
  }

  // The rows of bench/virtual: the same as those of its SQL table, in pages of 100 as there.
  @cds.query.limit: { default: 100, max: 100 }
  entity Items {
    key ID       : UUID;
        code     : String(20);
        name     : String(100);
        price    : Decimal(12, 4);
        quantity : Integer;
        active   : Boolean;
        changed  : Timestamp;
  }
}
