using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using KhcnIoc.Core.Packs;
using Xunit.Abstractions;

namespace KhcnIoc.Core.Tests.Packs;

public class SearchIndexTests(ITestOutputHelper output)
{
    private static readonly SearchIndex s_dongThap = new(ShippedPacks.DongThap, [(7, "Kế hoạch phát triển khoa học, công nghệ", "283/KH-UBND · UBND tỉnh Đồng Tháp"), (8, "Báo cáo phủ sóng 5G tại phường Mỹ Tho", "198/BC-UBND")]);
    private static readonly SearchIndex s_dongNai = new(ShippedPacks.DongNai, [], new DateOnly(2026, 7, 1));

    [Theory]
    [InlineData("Đắk Lắk", "dak lak")]
    [InlineData("  Sở KH&CN, tỉnh ", "so kh cn tinh")]
    [InlineData("ƯỠNG Ễ ộ", "uong e o")]
    [InlineData("198/BC-UBND", "198 bc ubnd")]
    [InlineData("—", "")]
    public void Fold_DropsDiacriticsCaseAndSigns(string text, string folded) => Assert.Equal(folded, SearchIndex.Fold(text));

    [Fact]
    public void Fold_HalfAPair_IsDropped() => Assert.Equal("ab", SearchIndex.Fold("a\ud800b"));

    [Theory]
    [InlineData("vneid", SearchKind.Indicator, "vneid-accounts")]
    [InlineData("coverage-5g", SearchKind.Indicator, "coverage-5g")]
    [InlineData("PHU SONG 5", SearchKind.Indicator, "coverage-5g")]
    [InlineData("28261", SearchKind.Commune, "28261")]
    [InlineData("my tho", SearchKind.Commune, "28261")]
    [InlineData("phuong my th", SearchKind.Commune, "28261")]
    [InlineData("tan phu", SearchKind.Commune, "28468")]
    [InlineData("so khcn", SearchKind.Agency, "dept-science-technology")]
    [InlineData("Sở KH&CN", SearchKind.Agency, "dept-science-technology")]
    [InlineData("cong an", SearchKind.Agency, "provincial-police")]
    [InlineData("283/KH-UBND", SearchKind.Document, "7")]
    [InlineData("bao cao 5g my tho", SearchKind.Document, "8")]
    public void Find_FirstHit_IsWhatWasMeant(string text, SearchKind kind, string code)
    {
        var hit = s_dongThap.Find(text, 10)[0];

        Assert.Equal((kind, code, ""), (hit.Kind, hit.Code, hit.Area));
    }

    [Fact]
    public void Find_IndicatorAndCommune_GivesTheFigureFirst()
    {
        foreach (var text in new[] { "vneid tan phu", "Tân Phú VNeID", "tai khoan vneid xa tan phu" })
        {
            var hit = s_dongThap.Find(text, 10)[0];
            Assert.Equal((SearchKind.Figure, "vneid-accounts", "28468"), (hit.Kind, hit.Code, hit.Area));
        }
    }

    [Fact]
    public void Find_IndicatorAndAnAmbiguousCommune_GivesAllOfThem() =>
        Assert.Equal(["28468", "28696", "30259"], s_dongThap.Find("vneid tan phu", 10).Where(h => h.Kind == SearchKind.Figure).Select(h => h.Area));

    [Fact]
    public void Find_ManyCommunes_GivesAtMostFiveFigures() =>
        Assert.Equal(SearchIndex.MostFigures, s_dongThap.Find("vneid tan", 20).Count(h => h.Kind == SearchKind.Figure));

    [Fact]
    public void Find_Dak_FindsĐak() =>
        Assert.All(["Xã Đak Lua", "Xã Đak Nhau"], name => Assert.Contains(s_dongNai.Find("dak", 10), h => h.TitleVi == name));

    [Fact]
    public void Find_FormerName_FindsTheCommuneUnderItsPresentName()
    {
        var hit = s_dongNai.Find("xa long thanh", 5)[0];

        Assert.Equal(("26368", "Phường Long Thành"), (hit.Code, hit.TitleVi));
        Assert.StartsWith("Xã Long Thành", hit.DetailVi, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_InsideOfAWord_NeedsThreeLetters()
    {
        Assert.Contains(s_dongThap.Find("neid", 5), h => h.Code == "vneid-accounts");
        Assert.DoesNotContain(s_dongThap.Find("ei", 50), h => h.Code == "vneid-accounts");
    }

    [Fact]
    public void Find_WordsBeforeInside_AndNothingWithoutWords()
    {
        var hits = s_dongThap.Find("an phong", 50);
        Assert.NotEmpty(hits);
        Assert.Equal("an", SearchIndex.Fold(hits[0].TitleVi).Split(' ').Intersect(["an"]).Single());
        Assert.Empty(s_dongThap.Find(" ,; ", 10));
        Assert.Empty(s_dongThap.Find("xyzzy vneid", 10));
        Assert.Empty(s_dongThap.Find("vneid", 0));
    }

    [Fact]
    public void Find_EveryNameAndCode_FindsItsOwn()
    {
        foreach (var (pack, index) in new[] { (ShippedPacks.DongThap, s_dongThap), (ShippedPacks.DongNai, s_dongNai) })
        {
            Assert.All(pack.Catalogue, i => Assert.All([i.Code, i.NameVi, i.ShortVi, i.NameEn], text => Assert.Contains(index.Find(text, 5), h => h.Kind == SearchKind.Indicator && h.Code == i.Code)));
            Assert.All(pack.Communes, c => Assert.All(c.Names.Select(n => n.Name).Append(c.Code).Append(c.ShortName), text => Assert.Contains(index.Find(text, 5), h => h.Code == c.Code)));
            Assert.All(pack.Agencies.Values, a => Assert.Contains(index.Find(a.Name, 5), h => h.Kind == SearchKind.Agency && h.Code == a.Code));
        }
    }

    [Fact]
    public void Find_AnyText_NeverFailsAndHoldsItsLimit() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<byte>(), (text, take) =>
        s_dongThap.Find(text ?? "", take).Count <= take && SearchIndex.Fold(SearchIndex.Fold(text ?? "")) == SearchIndex.Fold(text ?? "")));

    /// <summary>Times the search when asked to: <c>IOC_BENCHMARK=1 dotnet test -c Release --filter SearchIndexTests.Measure -l "console;verbosity=detailed"</c>.</summary>
    [Fact]
    public void Measure()
    {
        if (Environment.GetEnvironmentVariable("IOC_BENCHMARK") != "1") return;

        var random = new Random(1);
        var words = ShippedPacks.DongThap.Catalogue.SelectMany(i => i.DescriptionVi.Split(' ')).ToArray();
        var documents = Enumerable.Range(1, 20_000).Select(i => (i, "Báo cáo " + string.Join(' ', Enumerable.Range(0, 10).Select(_ => words[random.Next(words.Length)])), $"{i}/BC-UBND · UBND tỉnh")).ToList();
        var watch = Stopwatch.StartNew();
        var index = new SearchIndex(ShippedPacks.DongThap, documents);
        output.WriteLine($"built in {watch.Elapsed.TotalMilliseconds:N0} ms");
        foreach (var text in new[] { "vneid tan phu", "b", "bao cao", "bao cao 1234", "ke hoach phat trien khoa hoc cong nghe tinh dong thap nam 2026" })
        {
            for (var i = 0; i < 50; i++) index.Find(text, 20);
            watch.Restart();
            for (var i = 0; i < 50; i++) index.Find(text, 20);
            output.WriteLine($"{text}: {watch.Elapsed.TotalMicroseconds / 50:N0} us");
        }
    }
}
