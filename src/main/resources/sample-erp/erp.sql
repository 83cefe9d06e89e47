-- The ERP database of the sample company: invented, and the same in every hub. Customers C-10001 to C-10400 are known to
-- Dataverse already, the others are new there. Every 500th customer has something that Dataverse's mapping refuses.
drop all objects;

create table customers (
    customer_no varchar(20) primary key,
    name varchar(160),
    street varchar(120) not null,
    postal_code varchar(12) not null,
    city varchar(60) not null,
    country varchar(40) not null,
    phone varchar(30),
    email varchar(120),
    website varchar(200),
    credit_limit decimal(15, 2) not null,
    employees integer,
    payment_terms varchar(10) not null,
    blocked boolean not null,
    customer_since date not null,
    changed_at timestamp(6) with time zone default current_timestamp on update current_timestamp not null
);

insert into customers
select
    'C-' || (10000 + x),
    case when mod(x, 1000) = 500 then null else
        array['Alpenrose', 'Baumann', 'Cobalt', 'Delacroix', 'Edelweiss', 'Fjordland', 'Grünwald', 'Hafnar', 'Iseran',
            'Järvinen', 'Kestrel', 'Łódka', 'Montclair', 'Nordlys', 'Ørsted', 'Pennington', 'Querétaro', 'Rosenthal',
            'Santini', 'Tamarind', 'Ueli', 'Vasquez', 'Weissenstein', 'Yamanaka', 'Zoë & Partner'][1 + mod(x, 25)]
        || ' '
        || array['Foods', 'Bikes', 'Coffee', 'Sports', 'Trading', 'Textiles', 'Hardware', 'Optics', 'Garden', 'Logistics',
            'Instruments', 'Bakery', 'Outdoor', 'Print', 'Ceramics', 'Wines'][1 + mod(x / 25, 16)]
        || ' ' || array['AG', 'GmbH', 'Ltd', 'S.A.', 'Oy', 'BV', 'S.r.l.'][1 + mod(x, 7)]
        || ' ' || (1 + x / 400)
    end,
    array['Bahnhofstrasse', 'High Street', 'Rue de la Gare', 'Via Roma', 'Hauptstrasse', 'Kungsgatan', 'Calle Mayor',
        'Mannerheimintie'][1 + mod(x, 8)] || ' ' || (1 + mod(x * 37, 199)),
    lpad(cast(1000 + mod(x * 7919, 8999) as varchar), 4, '0'),
    array['Zürich', 'London', 'Lyon', 'Bologna', 'Graz', 'Malmö', 'Sevilla', 'Tampere'][1 + mod(x, 8)],
    array['Switzerland', 'United Kingdom', 'France', 'Italy', 'Austria', 'Sweden', 'Spain', 'Finland'][1 + mod(x, 8)],
    case when mod(x, 9) = 0 then null else '+41 44 ' || (200 + mod(x, 700)) || ' ' || lpad(cast(mod(x * 31, 100) as varchar), 2, '0') || ' 00' end,
    case when mod(x, 1000) = 0 then 'see fax' else 'orders@customer-' || (10000 + x) || '.example' end,
    case when mod(x, 3) = 0 then null else 'https://customer-' || (10000 + x) || '.example' end,
    cast(mod(x * 1237, 2000000) / 4.0 as decimal(15, 2)),
    case when mod(x, 11) = 0 then null else 1 + mod(x * 53, 1800) end,
    array['NET30', 'NET30', 'NET45', 'NET60', '2-10-NET30'][1 + mod(x, 5)],
    mod(x, 97) = 0,
    dateadd(day, -cast(mod(x * 13, 9000) as integer), date '2026-01-01'),
    -- Customers of one night's clean-up share their time: many rows with equal watermarks.
    case when mod(x, 10) = 3 then timestamp with time zone '2025-11-03 02:00:00+00:00'
        else dateadd(second, cast(mod(x * 104729, 63072000) as integer), timestamp with time zone '2024-01-01 00:00:00+00:00') end
from system_range(1, 10000);

create index customers_changed on customers (changed_at, customer_no);

create table products (
    product_no varchar(20) primary key,
    name varchar(100) not null,
    category varchar(40) not null,
    unit varchar(10) not null,
    weight_kg decimal(10, 3),
    list_price decimal(12, 4) not null,
    discontinued boolean not null,
    changed_at timestamp(6) with time zone default current_timestamp on update current_timestamp not null
);

insert into products
select
    'SKU-' || (1000 + x),
    array['Trekking', 'City', 'Alpine', 'Nordic', 'Classic', 'Compact', 'Pro', 'Junior'][1 + mod(x, 8)] || ' '
        || array['Bike', 'Helmet', 'Backpack', 'Jacket', 'Lamp', 'Tent', 'Bottle', 'Stove', 'Rope', 'Boots'][1 + mod(x, 10)]
        || ' ' || (100 + x),
    array['Bikes', 'Safety', 'Bags', 'Clothing', 'Light', 'Camping', 'Camping', 'Camping', 'Climbing', 'Shoes'][1 + mod(x, 10)],
    case when mod(x, 10) = 8 then 'm' else 'piece' end,
    case when mod(x, 17) = 0 then null else cast(mod(x * 371, 25000) / 1000.0 as decimal(10, 3)) end,
    cast(5 + mod(x * 7717, 240000) / 100.0 as decimal(12, 4)),
    mod(x, 40) = 0,
    dateadd(minute, cast(mod(x * 7919, 1000000) as integer), timestamp with time zone '2024-01-01 00:00:00+00:00')
from system_range(1, 1200);

create table stock_levels (
    product_no varchar(20) not null references products (product_no),
    warehouse varchar(20) not null,
    on_hand decimal(12, 2) not null,
    reserved decimal(12, 2) not null,
    counted_on date,
    changed_at timestamp(6) with time zone default current_timestamp on update current_timestamp not null,
    primary key (product_no, warehouse)
);

insert into stock_levels
select
    p.product_no,
    w.warehouse,
    mod(ascii(substring(p.product_no, 8)) * 31 + w.n * 97, 500),
    mod(ascii(substring(p.product_no, 7)) + w.n, 20),
    case when w.n = 3 then null else date '2026-01-05' end,
    timestamp with time zone '2026-01-05 18:00:00+00:00'
from products p
cross join (values (1, 'Zürich'), (2, 'Lyon'), (3, 'Tampere')) w (n, warehouse);

-- One key and the names that people want to see: what the virtual table of the sample reads.
create view stock_overview as
select
    s.product_no || '@' || s.warehouse as stock_key,
    p.name || ', ' || s.warehouse as label,
    s.product_no,
    p.name as product_name,
    s.warehouse,
    s.on_hand,
    s.reserved,
    s.changed_at
from stock_levels s
join products p on p.product_no = s.product_no;

create table prices (
    product_no varchar(20) not null references products (product_no),
    price_list varchar(20) not null,
    currency char(3) not null,
    min_quantity decimal(12, 2) not null,
    unit_price decimal(12, 4) not null,
    valid_from date not null,
    valid_to date,
    primary key (product_no, price_list, min_quantity)
);

insert into prices
select
    p.product_no,
    l.price_list,
    l.currency,
    q.min_quantity,
    round(p.list_price * l.factor * q.factor, 4),
    date '2026-01-01',
    case when l.price_list = 'SALE' then date '2026-02-28' end
from products p
cross join (values ('RETAIL', 'CHF', 1.0), ('EXPORT', 'EUR', 0.98), ('SALE', 'EUR', 0.8)) l (price_list, currency, factor)
cross join (values (1, 1.0), (10, 0.95), (100, 0.88)) q (min_quantity, factor);
