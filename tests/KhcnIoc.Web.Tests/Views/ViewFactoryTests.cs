using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;
using static KhcnIoc.Web.Tests.Views.ViewSamples;

namespace KhcnIoc.Web.Tests.Views;

public class ViewFactoryTests
{
    [Theory]
    [InlineData(Standing.Behind, "51.3", "-15.8", "kém 15,8 điểm", "15.8 pts short")]
    [InlineData(Standing.Watch, "96.4", "-3.6", "kém 3,6 điểm", "3.6 pts short")]
    [InlineData(Standing.Watch, "96.4", "-0.01", "kém dưới 0,1 điểm", "under 0.1 pts short")]
    [InlineData(Standing.OnPath, "66.5", "2.3", "hơn 2,3 điểm", "2.3 pts ahead")]
    [InlineData(Standing.OnPath, "66.5", "0.04", "đúng lộ trình", "on path")]
    [InlineData(Standing.OnPath, "66.5", "-0.4", "đúng lộ trình", "on path")]
    [InlineData(Standing.Met, "100", "5", "đã đạt", "met")]
    public void Tile_Standings_SayTheGapInWords(Standing standing, string value, string gap, string vi, string en)
    {
        var state = Figure(standing, value: decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), gap: decimal.Parse(gap, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(vi, View(state).Slots[Slots.Gap]);
        Assert.Equal(en, View(state, English).Slots[Slots.Gap]);
        Assert.Equal("#m-" + standing.ToCode(), View(state).Slots[Slots.Mark]);
    }

    [Theory]
    [InlineData(StandingReason.NoTarget, "không đặt mục tiêu", "no target in the plan")]
    [InlineData(StandingReason.NoPath, "thiếu mốc", "no start")]
    [InlineData(StandingReason.OtherMethod, "không cùng cách tính", "counted differently")]
    [InlineData(StandingReason.Incomplete, "chưa đủ báo cáo", "not all have reported")]
    [InlineData(StandingReason.Gap, "thiếu tháng 2, 5", "months 2, 5 missing")]
    [InlineData(StandingReason.NotJudgedHere, "không xét lộ trình", "not judged here")]
    [InlineData(StandingReason.LastYear, "năm 2025: cả năm", "2025: whole year")]
    public void Tile_WithoutStanding_SaysWhy(StandingReason reason, string vi, string en)
    {
        var state = Figure() with
        {
            Standing = Standing.Unknown,
            StandingReason = reason,
            MissingMonths = reason == StandingReason.Gap ? [2, 5] : [],
            Period = reason == StandingReason.LastYear ? Period.Parse("2025") : Period.Parse("2026-10"),
        };

        Assert.Equal(vi, View(state).Slots[Slots.Gap]);
        Assert.Equal(en, View(state, English).Slots[Slots.Gap]);
        Assert.Equal("unknown", View(state).Slots[Slots.AttributeStanding]);
    }

    [Fact]
    public void Tile_EveryStateAndReason_HasTextsInBothLanguagesAndTheSameSlots()
    {
        var names = View(Figure()).Slots.Keys.Order().ToList();
        foreach (var culture in new[] { Vietnamese, English })
            foreach (var standing in Enum.GetValues<Standing>())
                foreach (var reason in Enum.GetValues<StandingReason>())
                    foreach (var dataState in Enum.GetValues<DataState>())
                        foreach (var origin in Enum.GetValues<FigureOrigin>())
                            foreach (var has in new[] { true, false })
                            {
                                var state = Figure(standing) with { StandingReason = reason, DataState = dataState, Origin = origin, ShareReported = 0.7m, Overdue = TimeSpan.FromDays(3) };
                                if (!has) state = state with { Value = null, Period = null, EffectiveEnd = null, Gap = null };

                                var slots = View(state, culture).Slots;

                                Assert.Equal(names, slots.Keys.Order());
                                Assert.NotEqual("", slots[Slots.Gap]);
                                Assert.DoesNotContain(slots.Values, t => t.StartsWith("Reason.", StringComparison.Ordinal) || t.StartsWith("Standing.", StringComparison.Ordinal) || t.Contains('<'));
                            }
    }

    [Fact]
    public void Tile_NoFigure_ShowsTargetAndOthersAsWhatTheyAre()
    {
        var state = Missing() with
        {
            Comparisons =
            [
                new("dong-nai-cu", 13.8m, Period.Parse("2025-06"), ValueQualifier.Exact, "", 1),
                new("vn", 61.2m, Period.Parse("2026-02"), ValueQualifier.AtLeast, "", 2),
            ],
        };

        var slots = View(state).Slots;

        Assert.Equal("—", slots[Slots.Value]);
        Assert.Equal("Chưa có số liệu", slots[Slots.Gap]);
        Assert.Equal("2030: 100", slots[Slots.Target]);
        Assert.Equal(("Đồng Nai (cũ)", "13,8\u00a0%", "T6/2025"), (slots[Slots.OtherArea0], slots[Slots.OtherValue0], slots[Slots.OtherTime0]));
        Assert.Equal(("Cả nước", "≥61,2\u00a0%", "T2/2026"), (slots[Slots.OtherArea1], slots[Slots.OtherValue1], slots[Slots.OtherTime1]));
        Assert.Equal("none", slots[Slots.AttributeFigure]);
    }

    [Theory]
    [InlineData("2026-11-21T08:40:00+07:00", "08:40")]
    [InlineData("2026-11-20T23:40:00+07:00", "20/11")]
    [InlineData("2026-10-31", "31/10")]
    [InlineData("2025-10-31", "31/10/2025")]
    [InlineData("2026-09", "T9/2026")]
    [InlineData("2025-Q3", "Q3/2025")]
    [InlineData("2024", "2024")]
    [InlineData("2026-01/2026-08", "T1–T8")]
    [InlineData("2025-01/2025-08", "T1–T8/2025")]
    public void Tile_Periods_AreAsShortAsUnmistakable(string period, string expected) =>
        Assert.Equal(expected, View(Figure() with { Period = Period.Parse(period) }).Slots[Slots.Time]);

    [Fact]
    public void Tile_LateStaleRevisedRolledUpSimulated_SaySo()
    {
        Assert.Equal("trễ 3 ngày", View(Figure() with { DataState = DataState.Late, Overdue = TimeSpan.FromDays(3) }).Slots[Slots.Age]);
        var stale = View(Figure() with { DataState = DataState.Stale, Overdue = TimeSpan.FromDays(12) }).Slots;
        Assert.Equal(("quá hạn 12 ngày", "#m-stale", "behind"), (stale[Slots.Gap], stale[Slots.Mark], stale[Slots.AttributeStanding]));
        Assert.Equal("đã điều chỉnh", View(Figure() with { Revision = 2 }).Slots[Slots.Note]);
        Assert.Equal("78 % dân số đã báo", View(Figure() with { Origin = FigureOrigin.RolledUp, ShareReported = 0.784m }).Slots[Slots.Note]);
        Assert.Equal("ít nhất", View(Figure() with { AtLeast = true }).Slots[Slots.Qualifier]);
        Assert.Equal("~", View(Figure() with { Qualifier = ValueQualifier.About }).Slots[Slots.Qualifier]);
        Assert.Equal("MÔ PHỎNG", View(Figure() with { Simulated = true }).Slots[Slots.Simulated]);
        Assert.Equal("true", View(Figure() with { Simulated = true }).Slots[Slots.AttributeSimulated]);
        Assert.Equal("Sở KH&CN", View(Figure()).Slots[Slots.Source]);
        Assert.Equal("Nguồn thử", View(Figure() with { Source = null }).Slots[Slots.Source]);
    }

    [Fact]
    public void Tile_Count_SpeaksItsUnitWithoutPerYear()
    {
        var slots = View(Figure(Standing.Behind, "st-enterprises", 1234, -4), indicator: "st-enterprises").Slots;

        Assert.Equal("1.234", slots[Slots.Value]);
        Assert.Equal("kém 4 DN", slots[Slots.Gap]);
        Assert.Equal("1,234", View(Figure(Standing.Behind, "st-enterprises", 1234, -4), English, "st-enterprises").Slots[Slots.Value]);
    }

    [Fact]
    public void Tile_Bar_IsInvariantAndInsideItsTrack()
    {
        var slots = View(Figure(value: 51.35m, gap: -70m)).Slots;

        Assert.Equal("51.35%", slots[Slots.Fill]);
        Assert.Equal("100%", slots[Slots.TodayX1]);
        Assert.Equal("hidden", View(Figure() with { PathToday = null }).Slots[Slots.TodayVisibility]);
        Assert.Matches(@"^M0 [\d.]+ ", slots[Slots.SparkLine]);
        Assert.DoesNotContain(",", slots[Slots.SparkLine]);
    }

    [Fact]
    public void Header_ProvinceBecameACity_IsCalledByTheDay()
    {
        var state = new HeaderState("Sở KH&CN", DataState.Late, TimeSpan.FromDays(12));

        Assert.Equal("Thành phố Đồng Nai", Factory.Header(state, Vietnamese, Now).Slots["province"]);
        Assert.Equal("Tỉnh Đồng Nai", Factory.Header(state, Vietnamese, new(2026, 4, 29, 16, 59, 0, TimeSpan.Zero)).Slots["province"]);
        Assert.Equal("Thành phố Đồng Nai", Factory.Header(state, Vietnamese, new(2026, 4, 29, 17, 0, 0, TimeSpan.Zero)).Slots["province"]);
        Assert.Equal("Nguồn trễ nhất: Sở KH&CN, 12 ngày", Factory.Header(state, Vietnamese, Now).Slots["feed"]);
        Assert.Equal("Các nguồn đúng hạn", Factory.Header(new(null, DataState.Fresh, TimeSpan.Zero), Vietnamese, Now).Slots["feed"]);
    }

    [Fact]
    public void Strip_OneMarkPerPlanIndicator_AndSlotsNeverChange()
    {
        var empty = Factory.Strip([], Vietnamese);
        var full = Factory.Strip([Figure(), Figure(Standing.Met, "st-enterprises", 5, 1)], Vietnamese);

        Assert.Equal(["strip-infrastructure", "strip-science"], full.Select(p => p.Id));
        Assert.Equal("#m-behind", full[0].Slots["m0.href"]);
        Assert.Equal("met", full[1].Slots["m0.data-mark"]);
        Assert.Equal("missing", empty[0].Slots["m0.data-mark"]);
        Assert.Equal(empty.Select(p => string.Join(' ', p.Slots.Keys)), full.Select(p => string.Join(' ', p.Slots.Keys)));
    }

    [Fact]
    public void Banner_OnlyWhileSimulated_HasText()
    {
        Assert.Equal("DỮ LIỆU MÔ PHỎNG", Factory.Banner(true, Vietnamese).Slots["text"]);
        Assert.Equal("", Factory.Banner(false, Vietnamese).Slots["text"]);
    }
}
