using System.Text.RegularExpressions;
using KhcnIoc.Core.Feeds;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Tests.Figures;

/// <summary>Holds what the pages say was checked against what is checked, and what they call weights against the catalogue.</summary>
public sealed partial class ChecksTests
{
    [Fact]
    public void IntakeChecks_Codes_AreThoseOfTheApi()
    {
        var api = Read("docs/api.md");
        var start = api.IndexOf("Codes of rejected rows:", StringComparison.Ordinal);
        var documented = Code().Matches(api[start..api.IndexOf("\n\n", start, StringComparison.Ordinal)]).Select(m => m.Groups[1].Value).ToHashSet();

        var listed = IntakeChecks.All.SelectMany(c => c.Codes).ToList();

        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.Equal(documented.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void IntakeChecks_CodesOfTheValidator_AreAllListed()
    {
        var used = Quoted().Matches(Read("src/KhcnIoc.Core/Feeds/ReadingValidator.cs")).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.Superset(new HashSet<string> { "unknown-indicator", "out-of-range", "bad-url" }, used);
        Assert.Subset(IntakeChecks.All.SelectMany(c => c.Codes).ToHashSet(), used);
    }

    [Fact]
    public void Weights_OfTheCatalogue_HaveWords()
    {
        var weights = Weight().Matches(Read("dashboards/catalogue/indicators.yaml")).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.NotEmpty(weights);
        Assert.All(weights, w => Assert.All(Cultures.All, c => Assert.NotEqual("Figures.Weight." + w, Texts.Of(c, "Figures.Weight." + w))));
    }

    [Fact]
    public void EnumsAndChecks_OnThePages_HaveWords()
    {
        var keys = IntakeChecks.All.Select(c => "Check." + c.Key)
            .Concat(Names<Core.Live.DoubtKind>("Doubt.")).Concat(Names<Core.Live.DoubtKind>("Doubt.", ".Plain")).Concat(Names<Core.Live.PartExclusion>("Exclusion."))
            .Concat(Names<Core.Live.FigureChoice>("Choice.").Where(k => k != "Choice.Policy")).Concat(Names<Core.Indicators.Cadence>("Cadence.")).Concat(Names<Core.Indicators.DataState>("DataState."))
            .Concat(Names<Core.Indicators.ValueQualifier>("Qualifier.")).Concat(Names<Core.Indicators.StandingReason>("Unjudged.").Where(k => k != "Unjudged.None"));

        Assert.All(keys, k => Assert.NotEqual("Figures." + k, Texts.Of(Cultures.Default, "Figures." + k)));

        static IEnumerable<string> Names<T>(string before, string after = "") where T : struct, Enum => Enum.GetNames<T>().Select(n => before + n + after);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryFiles.Root, path));

    [GeneratedRegex("`([a-z]+(?:-[a-z]+)+)`")]
    private static partial Regex Code();

    [GeneratedRegex("\"((?:[a-z]+-)+[a-z]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^    weight: ([a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Weight();
}
