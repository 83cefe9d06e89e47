<?xml version="1.0" encoding="UTF-8"?>
<!-- The same in XSLT 3: XML in, JSON out. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema" exclude-result-prefixes="xs">
  <xsl:output method="json"/>
  <xsl:template match="/member">
    <xsl:map>
      <xsl:map-entry key="'hub_externalid'" select="string(@id)"/>
      <xsl:map-entry key="'firstname'" select="string(first)"/>
      <xsl:map-entry key="'lastname'" select="string(last)"/>
      <xsl:map-entry key="'creditlimit'" select="xs:decimal(points)"/>
      <xsl:map-entry key="'customertypecode'" select="if (level = 'gold') then 3 else 1"/>
      <xsl:map-entry key="'donotemail'" select="not(consent[@kind = 'mail']/@given = 'true')"/>
    </xsl:map>
  </xsl:template>
</xsl:stylesheet>
