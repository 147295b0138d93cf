package vf

import "tributary/vocab"

// Recipes.
var (
	PrimaryOutput = Schema.Property(vocab.Property{
		Term: "primaryOutput", Range: vocab.On(ResourceSpecification),
		On:     vocab.On(Recipe),
		Status: "testing",
		Doc:    "The type of resource the recipe is for.",
	})
	RecipeIncludes = Schema.Property(vocab.Property{
		Term: "recipeIncludes", Range: vocab.On(RecipeProcess), Many: true,
		On:     vocab.On(Recipe),
		Status: "testing",
		Doc:    "A process of the recipe.",
	})
	ProcessConformsTo = Schema.Property(vocab.Property{
		Term: "processConformsTo", Range: vocab.On(ProcessSpecification),
		On:     vocab.On(RecipeProcess),
		Status: "stable",
		Doc:    "The type of process it is a template of.",
	})
	ProcessClassifiedAs = Schema.Property(vocab.Property{
		Term: "processClassifiedAs", Range: vocab.On(vocab.Tag), Many: true,
		On:     vocab.On(RecipeProcess),
		Status: "testing",
		Doc:    "A word or concept under which the process is filed.",
	})
	HasDuration = Schema.Property(vocab.Property{
		Term: "hasDuration", Range: vocab.On(Measure),
		On:     vocab.On(RecipeProcess),
		Near:   []vocab.IRI{timens + "hasDuration"},
		Status: "stable",
		Doc:    "How long the process takes.",
	})
	RecipeInputOf = Schema.Property(vocab.Property{
		Term: "recipeInputOf", Range: vocab.On(RecipeProcess),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The process template the flow goes into.",
	})
	HasRecipeInput = Schema.Property(vocab.Property{
		Term: "hasRecipeInput", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeInputOf,
		On:     vocab.On(RecipeProcess),
		Status: "stable",
		Doc:    "A flow that goes into the process template.",
	})
	RecipeOutputOf = Schema.Property(vocab.Property{
		Term: "recipeOutputOf", Range: vocab.On(RecipeProcess),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The process template the flow comes out of.",
	})
	HasRecipeOutput = Schema.Property(vocab.Property{
		Term: "hasRecipeOutput", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeOutputOf,
		On:     vocab.On(RecipeProcess),
		Status: "stable",
		Doc:    "A flow that comes out of the process template.",
	})
	RecipeClauseOf = Schema.Property(vocab.Property{
		Term: "recipeClauseOf", Range: vocab.On(RecipeExchange),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The exchange template the flow is part of, on the first side.",
	})
	RecipeStipulates = Schema.Property(vocab.Property{
		Term: "recipeStipulates", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeClauseOf,
		On:     vocab.On(RecipeExchange),
		Status: "stable",
		Doc:    "What the first side gives in the exchange template.",
	})
	RecipeReciprocalClauseOf = Schema.Property(vocab.Property{
		Term: "recipeReciprocalClauseOf", Range: vocab.On(RecipeExchange),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The exchange template the flow is part of, on the other side.",
	})
	RecipeStipulatesReciprocal = Schema.Property(vocab.Property{
		Term: "recipeStipulatesReciprocal", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeReciprocalClauseOf,
		On:     vocab.On(RecipeExchange),
		Status: "stable",
		Doc:    "What the other side gives in the exchange template.",
	})
)
