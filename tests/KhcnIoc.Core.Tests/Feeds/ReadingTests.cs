using System.Text;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Feeds;

public sealed class ReadingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
    private static readonly ProvincePack s_pack = SamplePack.Create(adjust: i => i.Code == "coverage" ? i with { Min = 0, Max = 100 } : i);
    private static readonly ReadingValidator s_validator = new(WithDates(s_pack));

    private static ProvincePack WithDates(ProvincePack pack)
    {
        var areas = pack.Areas.ToDictionary(a => a.Key, a => a.Value);
        areas["82"] = areas["82"] with { ValidFrom = new DateOnly(2025, 7, 1), Predecessors = ["old-a", "old-b"] };
        areas["old-a"] = areas["old-a"] with { ValidTo = new DateOnly(2025, 7, 1) };
        return pack with { Areas = areas, Province = areas["82"] };
    }

    [Theory]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":13.8,"unit":"percent"}""", "")]
    [InlineData("""{"indicator":"nothing","area":"82","period":"2026-06","value":1}""", "indicator unknown-indicator")]
    [InlineData("""{"area":"82","period":"2026-06","value":1}""", "indicator missing-field")]
    [InlineData("""{"indicator":"coverage","area":"99999","period":"2026-06","value":1}""", "area unknown-area")]
    [InlineData("""{"indicator":"coverage","area":"82","agency":"nobody","period":"2026-06","value":1}""", "agency unknown-agency")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-13","value":1}""", "period bad-period")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2199","value":1}""", "period bad-period")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2198","value":1}""", "period period-in-future")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-12","value":1}""", "period period-in-future")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-11","value":1}""", "")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-11-21T09:04:00+07:00","value":1}""", "")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-11-21T09:06:00+07:00","value":1}""", "period period-in-future")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-11-21T08:00:00","value":1}""", "period bad-period")]
    [InlineData("""{"indicator":"applications","area":"82","period":"2026-11-21T08:00:00+07:00","value":1}""", "period instant-for-flow")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2025-06","value":1}""", "area area-not-valid-then")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2025","value":1}""", "")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2024","value":1,"restated":true}""", "")]
    [InlineData("""{"indicator":"coverage","area":"old-a","period":"2025-06","value":1}""", "")]
    [InlineData("""{"indicator":"coverage","area":"old-a","period":"2025-07","value":1}""", "area area-not-valid-then")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":120}""", "value out-of-range")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":-0.1}""", "value out-of-range")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1.23456}""", "value too-many-decimals")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1.50000000}""", "")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1e400}""", "value bad-number")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1e-400}""", "value bad-number")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":0e9}""", "")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":"NaN"}""", "value bad-number")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":"13,8"}""", "value bad-number")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":null}""", "value missing-field")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":[1]}""", "value bad-number")]
    [InlineData("""{"indicator":"enterprises","area":"82","period":"2026-06","value":1.5}""", "value not-whole")]
    [InlineData("""{"indicator":"enterprises","area":"82","period":"2026-06","value":100000000000}""", "value too-large")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1,"unit":"count"}""", "unit unit-mismatch")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1,"weight":0}""", "weight bad-weight")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1,"restated":"maybe"}""", "restated bad-boolean")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1,"qualifier":"<"}""", "qualifier bad-qualifier")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1,"source":{"url":"https://a.vn/b"}}""", "source.title missing-field")]
    [InlineData("""{"indicator":"coverage","area":"82","period":"2026-06","value":1,"source":{"title":"a","url":"javascript:alert(1)"}}""", "source.url bad-url")]
    public void Check_OneRow_NamesTheFieldAndTheCode(string row, string expected)
    {
        var body = ReadingParser.Json(Encoding.UTF8.GetBytes($$"""{"observations":[{{row}}]}"""));

        var (good, bad) = s_validator.Check(Assert.Single(body.Readings), s_now);

        Assert.Equal(expected, bad is null ? "" : $"{bad.Field} {bad.Code}");
        Assert.Equal(expected.Length == 0, good is not null);
        if (bad is not null) Assert.NotEmpty(bad.Reason);
    }

    [Fact]
    public void Check_PeriodBeforeTheMerger_NamesThePredecessors()
    {
        var (_, bad) = s_validator.Check(Row("82", "2025-06"), s_now);

        Assert.Contains("old-a, old-b", bad!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_WholeSourceAndOptionalFields_AreKept()
    {
        var body = ReadingParser.Json("""
            {"observations":[{"id":"x1","indicator":"coverage","area":"82","agency":null,"period":"2026-06","value":13.8,"weight":12,"method":"khác","qualifier":">=",
            "source":{"title":"Báo cáo","publisher":"Sở","url":"https://a.vn","document":"198/BC","published":"2026-07-05","page":"3","quote":"mới đạt 13,8%"}}]}
            """u8.ToArray());

        var (good, _) = s_validator.Check(body.Readings[0], s_now);

        Assert.Equal(("x1", 13.8m, 12m, "khác", ValueQualifier.AtLeast), (good!.SenderId, good.Value, good.Weight, good.Method, good.Qualifier));
        Assert.Equal(new Provenance { Title = "Báo cáo", Publisher = "Sở", Url = "https://a.vn", Document = "198/BC", Published = "2026-07-05", Page = "3", Quote = "mới đạt 13,8%" }, good.Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"observations":[{"value":NaN}]}""")]
    [InlineData("""[1,2]""")]
    [InlineData("""{"observations":{}}""")]
    public void Json_UnreadableBody_IsOneRejectionOfTheWhole(string text)
    {
        var body = ReadingParser.Json(Encoding.UTF8.GetBytes(text));

        Assert.True(body.Unreadable);
        Assert.Equal("malformed-json", Assert.Single(body.Malformed).Code);
    }

    [Fact]
    public void NdJson_BadLineAmongGoodOnes_LosesOnlyThatLine()
    {
        var body = ReadingParser.NdJson("{\"indicator\":\"a\"}\n\nnot json\r\n42\n{\"indicator\":\"b\"}"u8.ToArray());

        Assert.Equal([0, 3], body.Readings.Select(r => r.Index));
        Assert.Equal([1, 2], body.Malformed.Select(r => r.Index));
        Assert.All(body.Malformed, r => Assert.Equal("malformed-row", r.Code));
    }

    [Fact]
    public void Csv_QuotesColumnOrderAndByteOrderMark_AreRead()
    {
        var body = ReadingParser.Csv(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(
            "value,indicator,period,area,source.title\r\n13.8,coverage,2026-06,82,\"Báo cáo, phần 1\"\r\n1,coverage,2026-06\r\n")).ToArray());

        var reading = Assert.Single(body.Readings);
        Assert.Equal(("coverage", "82", "2026-06", "13.8", "Báo cáo, phần 1"), (reading.Indicator, reading.Area, reading.Period, reading.Value, reading.Source!.Title));
        Assert.Equal(("malformed-row", 1), (Assert.Single(body.Malformed).Code, body.Malformed[0].Index));
    }

    [Fact]
    public void Rows_OfEachForm_AreThoseThatAnEditorOrASpreadsheetShows()
    {
        // A cell with a line break is one row, a blank line is a row too.
        var csv = ReadingParser.Csv("indicator,area,period,value,source.title\r\na,82,2026,1,\"hai\r\ndòng\"\r\n\r\nb,82,2026,2,\r\nc,82\r\nd,82,2026,3,x"u8.ToArray());
        var lines = ReadingParser.NdJson("\n{\"value\":1}\n\n[]\n{\"value\":2}\r\n"u8.ToArray());
        var json = ReadingParser.Json("{\"observations\":[{\"value\":1},7,{\"value\":2}]}"u8.ToArray());

        Assert.Equal([("a", 0, 2), ("b", 1, 4), ("d", 3, 6)], csv.Readings.Select(r => (r.Indicator, r.Index, r.Row ?? 0)));
        Assert.Equal([2], csv.Malformed.Select(m => m.Index));
        Assert.Equal([(0, 2), (2, 5)], lines.Readings.Select(r => (r.Index, r.Row ?? 0)));
        Assert.Equal([(0, 1), (2, 3)], json.Readings.Select(r => (r.Index, r.Row ?? 0)));
    }

    [Fact]
    public void Csv_HeaderLacksColumns_IsRefusedAsAWholeAndNamesThem()
    {
        var body = ReadingParser.Csv("indicator;area\ncoverage;82\n"u8.ToArray());

        Assert.True(body.Unreadable);
        Assert.Contains("period, value", Assert.Single(body.Malformed).Reason, StringComparison.Ordinal);
    }

    /// <summary>Whatever bytes arrive, no parser throws, and every row is either a reading or a rejection.</summary>
    [Fact]
    public void Parsers_AnyBytes_NeverThrow()
    {
        var random = new Random(20261121);
        for (var run = 0; run < 2000; run++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            if (run % 2 == 0)
            {
                for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)"{}[]\",:\n1e9.-aindicator"[bytes[i] % 23];
            }

            foreach (var body in new[] { ReadingParser.Json(bytes), ReadingParser.NdJson(bytes), ReadingParser.Csv(bytes) })
            {
                var batch = s_validator.CheckAll("fuzz", body, s_now);
                Assert.Equal(body.Readings.Count + body.Malformed.Count, batch.Readings.Count + batch.Rejections.Count);
            }
        }
    }

    private static Reading Row(string area, string period) => new() { Index = 0, Indicator = "coverage", Area = area, Period = period, Value = "1" };
}
